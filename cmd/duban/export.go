package main

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/templates"
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
	rounds, err := s.Rounds(last)
	if err != nil {
		return span, nil, err
	}
	h := s.history(rounds)
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
	for _, rec := range s.Archive.Receipts() {
		if rec.Period == p.String() && (rec.Kind == archive.KindIssue || rec.Kind == archive.KindReturn) {
			return true
		}
	}
	return false
}

// columnsName is the file that says what the columns of an export are.
const columnsName = "columns.csv"

// exportFile is one file of an export, and how it is written.
type exportFile struct {
	name, kind string
	write      func() ([]byte, error)
}

// exportFiles are the files of an export in the formats chosen, with the description of the columns where it is asked for.
func exportFiles(tables []*tidy.Table, chosen []string, described bool, words *templates.Catalogue) []exportFile {
	var out []exportFile
	for _, t := range tables {
		for _, f := range chosen {
			out = append(out, exportFile{t.Name + "." + f, f, func() ([]byte, error) { return writeAs(f, t) }})
		}
	}
	if described {
		out = append(out, exportFile{columnsName, "columns", func() ([]byte, error) { return tidy.CSV(report.ExportColumns(tables, words)) }})
	}
	return out
}

// dataFolder is where the tables of a span are written.
func (s *session) dataFolder(span workbook.Period, name string) string {
	return s.ws.Folder("reports", span.String(), s.ws.Words.T("folder.data"), name)
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
	rows := map[string]int{}
	all := 0
	for _, t := range tables {
		rows[t.Name] = len(t.Rows)
		all += len(t.Rows)
	}
	// Tables that are open in Excel stay as they were and are all named; the others are written, and on record.
	batch := s.disk.Batch()
	defer batch.Drop()
	sums, announced := map[string]string{}, map[string]string{}
	for _, f := range exportFiles(tables, chosen, true, s.ws.Words) {
		data, err := f.write()
		if err != nil {
			return err
		}
		path := s.dataFolder(span, f.name)
		if err := batch.Add(path, data); err != nil {
			return err
		}
		o.file(f.kind, "", path)
		sums[f.name] = archive.Hash(data)
		announced[path] = sums[f.name]
	}
	end := ledgers[len(ledgers)-1]
	if err := s.KeepPlan(end.Period); err != nil {
		return err
	}
	recorded := s.Announce(exportCommand(span)+s.asOfFlag(end.Period), announced)
	var held *archive.Held
	if err := batch.Place(); errors.As(err, &held) {
		for _, path := range held.Paths {
			delete(sums, filepath.Base(path))
		}
	} else if err != nil {
		return err
	}
	if err := s.keepExport(span, ledgers, chosen, sums); err != nil {
		return err
	}
	recorded()
	if held != nil {
		return held
	}
	var periods []string
	for _, l := range ledgers {
		periods = append(periods, l.Period.String())
	}
	slices.Sort(periods)
	o.summary["rows"], o.summary["periods"] = rows, periods
	if len(periods) > 1 {
		o.line("export.rounds", "n", len(periods), "periods", strings.Join(periods, s.words.T("report.join")))
	}
	o.line("export.done", "tables", len(tables), "rows", all, "formats", strings.Join(chosen, s.words.T("report.join")), "folder", s.ws.Rel(s.dataFolder(span, "")),
		"columns", s.ws.Rel(s.dataFolder(span, columnsName)))
	return o.print()
}

// keepExport puts on record what the tables in the reports rest on, so that they can be held against the archive, and their
// hashes by their names. The same export once.
func (s *session) keepExport(span workbook.Period, ledgers []*report.Ledger, chosen []string, files map[string]string) error {
	if len(files) == 0 {
		return nil // all of them were open
	}
	end := ledgers[len(ledgers)-1]
	formats := strings.Join(chosen, "|")
	if last, ok := s.Archive.Latest(archive.KindExport, span.String()); ok && last.PlanSHA256 == s.Whole.SHA256 && maps.Equal(last.Files, files) && last.Note == formats {
		return nil
	}
	_, err := s.Archive.Append(archive.Receipt{Kind: archive.KindExport, Period: span.String(), Name: s.ws.Rel(s.dataFolder(span, "")), Files: files, Note: formats,
		Received: s.Today().String(), PlanSHA256: s.Whole.SHA256, AsOf: end.AsOf.String(), Program: version, Build: s.buildName()})
	return err
}
