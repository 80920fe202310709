package outputs

import (
	"errors"
	"maps"
	"path/filepath"
	"strings"

	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/parquet"
	"duban/workbook/tidy"
)

// ExportCommand gives the command that writes the tables of a period, a round's or a longer one's.
func ExportCommand(span calendar.Period) string { return "duban export --period " + span.String() }

// Formats lists the formats of tables, by file extension.
func Formats() []string { return []string{"csv", "jsonl", "parquet"} }

func writeAs(format string, t *tidy.Table) ([]byte, error) {
	switch format {
	case "csv":
		return tidy.CSV(t)
	case "jsonl":
		return tidy.JSONLines(t)
	}
	return parquet.Write(t)
}

// ColumnsName is the file that describes the columns of an export.
const ColumnsName = "columns.csv"

// TableFile is one file of an export, with the function that makes it.
type TableFile struct {
	Name string
	// Kind is its format, or says that it describes the columns.
	Kind string
	Make func() ([]byte, error)
}

// TableFiles lists the files of an export in some formats, with the description of their columns.
func (m *Maker) TableFiles(tables []*tidy.Table, formats []string) []TableFile {
	var out []TableFile
	for _, t := range tables {
		for _, f := range formats {
			out = append(out, TableFile{t.Name + "." + f, f, func() ([]byte, error) { return writeAs(f, t) }})
		}
	}
	return append(out, TableFile{ColumnsName, "columns", func() ([]byte, error) { return tidy.CSV(report.ExportColumns(tables, m.ws.Words)) }})
}

// TablePath gives the path of a table of a span, or without a name the folder of all tables.
func (m *Maker) TablePath(span calendar.Period, name string) string {
	return m.ws.Folder("reports", span.String(), m.ws.Words.T("folder.data"), name)
}

// IsRound reports whether a period was issued or returns came in for it.
func (m *Maker) IsRound(p calendar.Period) bool {
	for _, rec := range m.Archive.Receipts() {
		if rec.Period == p.String() && (rec.Kind == archive.KindIssue || rec.Kind == archive.KindReturn) {
			return true
		}
	}
	return false
}

// ExportLedgers gives the ledger of a round, or those of all monthly rounds within a longer period that is no round itself. The error
// is a *NotIssued if there is none.
func (m *Maker) ExportLedgers(span calendar.Period) ([]*report.Ledger, error) {
	end := span
	if !m.IsRound(span) {
		var err error
		if end, err = m.LastScored(span); err != nil {
			return nil, &NotIssued{span}
		}
	}
	rounds, err := m.Rounds(end)
	if err != nil {
		return nil, err
	}
	var out []*report.Ledger
	for _, l := range m.History(rounds).Ledgers {
		if l.Period == end || span != end && span.Contains(l.Period.Last()) {
			out = append(out, l)
		}
	}
	return out, nil
}

// Export writes the tables of ledgers in some formats, and returns the files and the number of rows of each table. If some are open
// in another program it returns an *archive.Held: these stay as they were, and the others are written and recorded.
func (m *Maker) Export(span calendar.Period, ledgers []*report.Ledger, formats []string) (files []TableFile, rows map[string]int,
	err error) {
	tables := report.Export(ledgers)
	rows = map[string]int{}
	for _, t := range tables {
		rows[t.Name] = len(t.Rows)
	}
	batch := m.disk.Batch()
	defer batch.Drop()
	files = m.TableFiles(tables, formats)
	sums, announced := map[string]string{}, map[string]string{}
	for _, f := range files {
		data, err := f.Make()
		if err != nil {
			return nil, nil, err
		}
		path := m.TablePath(span, f.Name)
		if err := batch.Add(path, data); err != nil {
			return nil, nil, err
		}
		sums[f.Name] = archive.Hash(data)
		announced[path] = sums[f.Name]
	}
	end := ledgers[len(ledgers)-1]
	if err := m.KeepPlan(end.Period); err != nil {
		return nil, nil, err
	}
	recorded := m.Announce(ExportCommand(span)+m.AsOfFlag(end.Period), announced)
	var held *archive.Held
	if err := batch.Place(); errors.As(err, &held) {
		for _, path := range held.Paths {
			delete(sums, filepath.Base(path))
		}
	} else if err != nil {
		return nil, nil, err
	}
	if err := m.keepExport(span, end, formats, sums); err != nil {
		return nil, nil, err
	}
	recorded()
	if held != nil {
		return nil, nil, held
	}
	return files, rows, nil
}

// keepExport records what the tables in the reports rest on and their hashes by name, so that they can be checked against the
// archive. The same export is recorded only once.
func (m *Maker) keepExport(span calendar.Period, end *report.Ledger, formats []string, files map[string]string) error {
	if len(files) == 0 {
		return nil // all of them were open
	}
	in := strings.Join(formats, "|")
	r, ok := m.Archive.Latest(archive.KindExport, span.String())
	if ok && r.PlanSHA256 == m.Whole.SHA256 && maps.Equal(r.Files, files) && r.Note == in {
		return nil
	}
	return m.Record(archive.Receipt{Kind: archive.KindExport, Period: span.String(), Name: m.ws.Rel(m.TablePath(span, "")),
		Files: files, Note: in, AsOf: end.AsOf.String()})
}
