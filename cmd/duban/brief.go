package main

import (
	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/workbook/calendar"
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
			var day calendar.Date
			if date != "" {
				if day, err = s.parseDay("--date", date); err != nil {
					return err
				}
			}
			p, err := s.roundAsked()
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

// brief merges the round, so that brief and consolidated workbook rest on the same returns, and writes the brief as a Word document
// and as Markdown. A number or date of 0 leaves the choice to the program: the round's place in its year, and the day by which its
// returns were due. It returns the rounds that the brief rests on.
func (s *session) brief(o *output, p calendar.Period, number int, date calendar.Date) ([]*round.Round, error) {
	rounds, h, slips, err := s.fileRounds(o, p)
	defer slips.finish()
	if err != nil {
		return nil, err
	}
	if err := s.consolidate(o, h, slips); err != nil {
		return nil, err
	}
	b, err := s.MakeBrief(h, number, date)
	if err != nil {
		return nil, err
	}
	if err := s.WriteBrief(b); err != nil {
		return nil, err
	}
	path, text := s.BriefPaths(p)
	o.file("brief", "", path)
	o.file("brief-text", "", text)
	o.summary["number"], o.summary["date"] = b.Number, b.Date.String()
	o.line("brief.done", "n", b.Number, "date", b.Date.String(), "path", s.ws.Rel(path), "text", s.ws.Rel(text))
	return rounds, nil
}
