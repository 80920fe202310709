package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"duban/cmd/duban/outputs"
	"duban/workbook/calendar"
)

func (a *app) exportCmd() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "export", Short: a.words.T("cmd.export"), Long: a.words.T("cmd.export-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.export"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(true) // whoever holds the archive also removes what is half-written in the reports
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

// wanted reads --format; without it all formats are wanted.
func (s *session) wanted(list string) ([]string, error) {
	if list == "" {
		return outputs.Formats(), nil
	}
	asked := map[string]bool{}
	for _, f := range strings.FieldsFunc(strings.ToLower(list), func(r rune) bool { return strings.ContainsRune(",，、 ", r) }) {
		if !slices.Contains(outputs.Formats(), f) {
			return nil, s.usage("export.format", "value", f)
		}
		asked[f] = true
	}
	var out []string
	for _, f := range outputs.Formats() {
		if asked[f] {
			out = append(out, f)
		}
	}
	return out, nil
}

// exportSpan gives the period whose tables are asked for: a round's, or a longer one.
func (s *session) exportSpan() (calendar.Period, error) {
	span, err := s.periodAsked()
	if err == nil && (span.IsZero() || s.IsRound(span)) {
		return s.roundAsked()
	}
	return span, err
}

func (s *session) export(list string) error {
	chosen, err := s.wanted(list)
	if err != nil {
		return err
	}
	span, err := s.exportSpan()
	if err != nil {
		return err
	}
	ledgers, err := s.ExportLedgers(span)
	if err != nil {
		return err
	}
	o := s.newOutput("export", span)
	files, rows, err := s.Export(span, ledgers, chosen)
	if err != nil {
		return err
	}
	for _, f := range files {
		o.file(f.Kind, "", s.TablePath(span, f.Name))
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
	o.line("export.done", "tables", len(rows), "rows", sum(rows), "formats", strings.Join(chosen, s.words.T("report.join")),
		"folder", s.ws.Rel(s.TablePath(span, "")), "columns", s.ws.Rel(s.TablePath(span, outputs.ColumnsName)))
	return o.print()
}
