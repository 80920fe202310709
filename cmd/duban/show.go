package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

func (a *app) showCmd() *cobra.Command {
	return &cobra.Command{
		Use: a.words.T("use.show"), Short: a.words.T("cmd.show"), Long: a.words.T("cmd.show-long"), Args: a.args(1, 1),
		Example: a.words.T("sample.show"),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := a.open(false)
			if err != nil {
				return err
			}
			defer s.close()
			return s.show(args[0])
		},
	}
}

// shown is what the program reads in a workbook.
type shown struct {
	Kind   string                      `json:"kind"`
	Bureau string                      `json:"bureau"`
	Period string                      `json:"period"`
	Sheets map[string][]map[string]any `json:"sheets"`
	order  []*workbook.Table
	plain  []*sheet.Sheet
}

// show prints what is read in any of the program's workbooks: entries by heading if the sheet is a form, otherwise rows.
func (s *session) show(path string) error {
	data, err := s.readShort(path)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	v, err := s.look(data, filepath.Base(path))
	if err != nil {
		return err
	}
	if s.json {
		for _, t := range v.order {
			v.Sheets[t.Sheet] = tableJSON(t)
		}
		for _, sh := range v.plain {
			v.Sheets[sh.Name] = rowsJSON(sh)
		}
		enc := json.NewEncoder(s.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(v)
	}
	fmt.Fprintln(s.out, s.words.T("show.what", "kind", s.words.T("kind."+v.Kind), "bureau", v.Bureau, "period", v.Period))
	for _, t := range v.order {
		s.showTable(t)
	}
	for _, sh := range v.plain {
		fmt.Fprintln(s.out)
		fmt.Fprint(s.out, sheet.Pipe(sh))
	}
	return nil
}

// look reads a workbook and finds out what it is. A consolidated workbook of the level below is read as when it is taken in: of a
// long one only the sheets that are used then.
func (s *session) look(data []byte, name string) (*shown, error) {
	book, err := s.workbookReader(data).Read(data)
	if err == nil {
		return s.recognise(book, name), nil
	}
	if book, ok := s.ReadConsolidated(data); ok {
		if v := s.recognise(book, name); v.Kind == "ledger" {
			return v, nil
		}
	}
	return nil, err
}

// workbookReader gives a reader for a workbook. One that the program wrote or took, according to its receipt, is read whatever its
// size; any other up to the limit for files from outside.
func (s *session) workbookReader(data []byte) *xlsx.Reader {
	own := slices.ContainsFunc(s.Archive.WithSHA(archive.Hash(data)), func(r archive.Receipt) bool {
		return r.Kind == archive.KindMerge || r.Kind == archive.KindScore || r.Kind == archive.KindReturn && round.IsReturn(r.Verdict)
	})
	return &xlsx.Reader{Own: own}
}

// recognise finds out what a workbook is: a return or template, the plan, or a report.
func (s *session) recognise(book *sheet.Book, name string) *shown {
	v := &shown{Kind: "report", Sheets: map[string][]map[string]any{}}
	ret := workbook.DecodeReturn(book, name, s.Plan, s.Forms)
	switch {
	case ret.Bureau != nil && ret.Ledger != nil && ret.Ledger.Table != nil:
		v.Kind, v.Bureau, v.Period, v.order = "ledger", ret.Bureau.Name, ret.Period.String(), []*workbook.Table{ret.Ledger.Table}
		if ret.Ledger.Problems != nil {
			v.order = append(v.order, ret.Ledger.Problems)
		}
	case round.IsPlan(book, s.PlanForms()):
		v.Kind = "plan"
		plan := workbook.DecodePlan(book, name, s.PlanForms())
		for _, f := range s.PlanForms() {
			if t := plan.Tables[f.Key]; t != nil {
				v.order = append(v.order, t)
			}
		}
	case ret.Ledger == nil && ret.Bureau != nil && len(ret.Tables) > 0 && (ret.Identity.Kind == "" || ret.Identity.Kind == "template"):
		v.Kind = "return"
		v.Bureau = ret.Bureau.Name
		v.Period = ret.Period.String()
		forms := s.Forms.All()
		for _, l := range s.Plan.Lists {
			forms = append(forms, &l.Form)
		}
		for _, f := range forms {
			if t := ret.Tables[f.Key]; t != nil {
				v.order = append(v.order, t)
			}
		}
	default:
		for _, sh := range book.Sheets {
			if sh.Visibility == sheet.Visible {
				for i := range sh.Rows {
					for j := range sh.Rows[i].Cells {
						sh.Rows[i].Cells[j].Formula = ""
					}
				}
				v.plain = append(v.plain, sh)
			}
		}
	}
	return v
}

// tableJSON gives a table's entries keyed by heading: numbers as numbers, dates as 2024-09-30, blanks as null.
func tableJSON(t *workbook.Table) []map[string]any {
	out := []map[string]any{}
	for _, r := range t.Records {
		row := map[string]any{}
		for i := range t.Form.Columns {
			row[t.Form.Columns[i].Heading] = datumJSON(&t.Form.Columns[i], r.At(i))
		}
		out = append(out, row)
	}
	return out
}

func datumJSON(col *workbook.Column, d *workbook.Datum) any {
	switch {
	case d.State == workbook.Empty:
		return nil
	case d.State != workbook.Good:
		return d.Raw.String()
	case col.Type == workbook.NumberColumn || col.Type == workbook.PercentColumn:
		return d.Num
	case col.Type == workbook.BoolColumn:
		return d.Num != 0
	}
	return d.Text
}

// rowsJSON gives the rows of a sheet that is no form, keyed by column letter.
func rowsJSON(s *sheet.Sheet) []map[string]any {
	out := []map[string]any{}
	for i := range s.Rows {
		row := map[string]any{}
		for _, c := range s.Rows[i].Cells {
			row[sheet.ColName(c.Col)] = valueJSON(c)
		}
		if len(row) > 0 {
			out = append(out, row)
		}
	}
	return out
}

func valueJSON(c sheet.Cell) any {
	switch c.Value.Kind {
	case sheet.Number:
		if c.Format == sheet.Date {
			return calendar.Date(c.Value.Num).String()
		}
		return c.Value.Num
	case sheet.Bool:
		return c.Value.Num != 0
	case sheet.Blank:
		return nil
	}
	return c.Value.Text
}

func (s *session) showTable(t *workbook.Table) {
	fmt.Fprintf(s.out, "\n%s\n", t.Sheet)
	var head []string
	var cols []int
	for i := range t.Form.Columns {
		if t.Cols[i] != 0 {
			head = append(head, t.Form.Columns[i].Heading)
			cols = append(cols, i)
		}
	}
	var rows [][]string
	for _, r := range t.Records {
		row := make([]string, len(cols))
		for k, i := range cols {
			if row[k] = r.At(i).Text; row[k] == "" {
				row[k] = r.At(i).Raw.String()
			}
		}
		rows = append(rows, row)
	}
	s.printTable(head, rows)
}
