package main

import (
	"fmt"
	"maps"
	"strconv"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/document"
	"duban/workbook/docx"
)

func (a *app) briefCmd() *cobra.Command {
	var number int
	var date string
	c := &cobra.Command{
		Use: "brief", Short: a.words.T("cmd.brief"), Long: a.words.T("cmd.brief-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.brief"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.openInbox()
			if err != nil {
				return err
			}
			defer s.close()
			var day workbook.Date
			if date != "" {
				if day, err = s.parseDay("--date", date); err != nil {
					return err
				}
			}
			p, err := s.thePeriod()
			if err != nil {
				return err
			}
			o := s.newOutput("brief", p)
			if _, err := s.brief(o, p, number, day); err != nil {
				return err
			}
			return o.print()
		},
	}
	c.Flags().IntVar(&number, "number", 0, a.words.T("flag.number"))
	c.Flags().StringVar(&date, "date", "", a.words.T("flag.date"))
	c.Flags().Lookup("number").DefValue = ""
	return c
}

// brief merges the round, so that brief and consolidated workbook rest on the same returns, and writes the brief as a Word
// document and as Markdown. number and date are 0 where the coordinator leaves them to the program: the round's place in
// its year, and the day by which its returns were due. It gives the rounds that the brief rests on.
func (s *session) brief(o *output, p workbook.Period, number int, date workbook.Date) ([]*round.Round, error) {
	rounds, h, slips, err := s.fileRounds(o, p)
	defer slips.finish()
	if err != nil {
		return nil, err
	}
	if err := s.consolidate(o, p, h, slips); err != nil {
		return nil, err
	}
	ledger := h.Ledgers[len(h.Ledgers)-1]
	if number == 0 {
		number = roundInYear(h, p)
	}
	if date == 0 {
		date = briefDay(ledger)
	}
	doc := report.Brief(report.BriefInput{Ledger: ledger, History: h, Number: number, Date: date}, s.ws.Words)
	data, err := docx.Write(doc)
	if err != nil {
		return nil, fmt.Errorf("brief: %w", err)
	}
	path := s.ws.Folder("reports", p.String(), s.ws.Words.T("file.brief"))
	text := s.ws.Folder("reports", p.String(), s.ws.Words.T("file.brief-text"))
	markdown := []byte(document.Markdown(doc))
	keep := func() error { return s.keepBrief(p, data, markdown, ledger.AsOf, number, date) }
	recorded := s.Announce(briefCommand(h, p, ledger.AsOf, number, date), map[string]string{path: archive.Hash(data), text: archive.Hash(markdown)})
	if err := s.disk.Exchange([]archive.Content{{Path: path, Data: data}, {Path: text, Data: markdown}}, keep); err != nil {
		return nil, err
	}
	recorded()
	o.file("brief", "", path)
	o.file("brief-text", "", text)
	o.summary["number"], o.summary["date"] = number, date.String()
	o.line("brief.done", "n", number, "date", date.String(), "path", s.ws.Rel(path), "text", s.ws.Rel(text))
	return rounds, nil
}

// briefCommand is the command line that writes a brief again as it is.
func briefCommand(h *report.History, p workbook.Period, asOf workbook.Date, number int, date workbook.Date) string {
	command, last := "duban brief --period "+p.String(), h.Ledgers[len(h.Ledgers)-1]
	if asOf != last.Plan.CutoffDay(p) {
		command += " --as-of " + asOf.String()
	}
	if number != roundInYear(h, p) {
		command += " --number " + strconv.Itoa(number)
	}
	if date != briefDay(last) {
		command += " --date " + date.String()
	}
	return command
}

// roundInYear is a round's place among those of its year.
func roundInYear(h *report.History, p workbook.Period) int {
	n := 0
	for _, l := range h.Ledgers {
		if l.Period.Year() == p.Year() {
			n++
		}
	}
	return n
}

// briefDay is the day that a brief bears unless told otherwise.
func briefDay(l *report.Ledger) workbook.Date { return max(l.AsOf, l.Plan.DueDay(l.Period)) }

// keepBrief archives a brief with what it takes to make it again; the same one once.
func (s *session) keepBrief(p workbook.Period, data, markdown []byte, asOf workbook.Date, number int, date workbook.Date) error {
	sum, files := archive.Hash(data), map[string]string{s.ws.Words.T("file.brief-text"): archive.Hash(markdown)}
	if last, ok := s.Archive.Latest(archive.KindBrief, p.String()); ok && last.SHA256 == sum && last.Dated != "" && maps.Equal(last.Files, files) {
		return nil
	}
	name := s.ws.Words.T("file.brief")
	path, err := s.Archive.Store(p.String(), name, data)
	if err != nil {
		return err
	}
	_, err = s.Archive.Append(archive.Receipt{Kind: archive.KindBrief, Period: p.String(), Name: name, Path: path, SHA256: sum, Size: int64(len(data)),
		Received: s.Today().String(), PlanSHA256: s.Whole.SHA256, AsOf: asOf.String(), Note: strconv.Itoa(number), Dated: date.String(), Files: files, Program: version, Build: s.buildName()})
	return err
}
