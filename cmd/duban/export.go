package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/parquet"
	"duban/workbook/tidy"
)

// formats are those that an export can be written in, by their files' endings.
func formats() []string { return []string{"csv", "jsonl", "parquet"} }

func writeAs(format string, t *tidy.Table) ([]byte, error) {
	switch format {
	case "csv":
		return tidy.CSV(t)
	case "jsonl":
		return tidy.JSONLines(t)
	}
	return parquet.Write(t)
}

func (a *app) exportCmd() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "export", Short: a.words.T("cmd.export"), Long: a.words.T("cmd.export-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.export"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(true) // what is half-written in the reports is cleared away by whoever holds the archive
			if err != nil {
				return err
			}
			defer s.close()
			return s.export(format)
		},
	}
	c.Flags().StringVar(&format, "format", "", a.words.T("flag.format"))
	return c
}

// wanted reads --format; all formats where it was not given.
func (s *session) wanted(list string) ([]string, error) {
	if list == "" {
		return formats(), nil
	}
	asked := map[string]bool{}
	for _, f := range strings.FieldsFunc(strings.ToLower(list), func(r rune) bool { return strings.ContainsRune(",，、 ", r) }) {
		if !slices.Contains(formats(), f) {
			return nil, s.usage("export.format", "value", f)
		}
		asked[f] = true
	}
	var out []string
	for _, f := range formats() {
		if asked[f] {
			out = append(out, f)
		}
	}
	return out, nil
}

// exported are the ledgers of a round, or of all monthly rounds within a longer period that is no round itself.
func (s *session) exported() (workbook.Period, []*report.Ledger, error) {
	span, err := s.parsePeriod()
	if err != nil {
		return span, nil, err
	}
	last := span
	if span.IsZero() || s.isRound(span) {
		if span, err = s.thePeriod(); err != nil {
			return span, nil, err
		}
		last = span
	} else if last, err = s.scored(span); err != nil {
		return span, nil, s.fail(nil, "fail.not-issued", "period", span.String())
	}
	asOf, err := s.asOfDay(last)
	if err != nil {
		return span, nil, err
	}
	rounds, err := s.rounds(last)
	if err != nil {
		return span, nil, err
	}
	h := history(rounds, asOf)
	var out []*report.Ledger
	for _, l := range h.Ledgers {
		if l.Period == last || span != last && span.Contains(l.Period.Last()) {
			out = append(out, l)
		}
	}
	return span, out, nil
}

// isRound reports that a period was issued or that returns came in for it.
func (s *session) isRound(p workbook.Period) bool {
	for _, rec := range s.archive.Receipts() {
		if rec.Period == p.String() && (rec.Kind == archive.KindIssue || rec.Kind == archive.KindReturn) {
			return true
		}
	}
	return false
}

func (s *session) export(list string) error {
	chosen, err := s.wanted(list)
	if err != nil {
		return err
	}
	span, ledgers, err := s.exported()
	if err != nil {
		return err
	}
	o := s.newOutput("export", span)
	tables := report.Export(ledgers)
	folder := func(name string) string {
		return s.ws.folder("reports", span.String(), s.ws.words.T("folder.data"), name)
	}
	rows := map[string]int{}
	all := 0
	for _, t := range tables {
		rows[t.Name] = len(t.Rows)
		all += len(t.Rows)
		for _, f := range chosen {
			data, err := writeAs(f, t)
			if err != nil {
				return err
			}
			path := folder(t.Name + "." + f)
			if err := s.disk.WriteFile(path, data); err != nil {
				return err
			}
			o.file(f, "", path)
		}
	}
	data, err := tidy.CSV(report.ExportColumns(tables, s.ws.words))
	if err != nil {
		return err
	}
	columns := folder("columns.csv")
	if err := s.disk.WriteFile(columns, data); err != nil {
		return err
	}
	o.file("columns", "", columns)
	var periods []string
	for _, l := range ledgers {
		periods = append(periods, l.Period.String())
	}
	slices.Sort(periods)
	o.summary["rows"], o.summary["periods"] = rows, periods
	if len(periods) > 1 {
		o.line("export.rounds", "n", len(periods), "periods", strings.Join(periods, s.words.T("report.join")))
	}
	o.line("export.done", "tables", len(tables), "rows", all, "formats", strings.Join(chosen, s.words.T("report.join")), "folder", s.ws.rel(folder("")), "columns", s.ws.rel(columns))
	return o.print()
}
