package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

func (a *app) noticeCmd() *cobra.Command {
	var issue bool
	var date string
	c := &cobra.Command{
		Use: a.words.T("use.notice"), Short: a.words.T("cmd.notice"), Long: a.words.T("cmd.notice-long"), Args: a.args(0, -1),
		Example: a.words.T("sample.notice"),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := a.open(issue)
			if err != nil {
				return err
			}
			defer s.close()
			day := s.Today()
			if date != "" {
				if day, err = s.parseDay("--date", date); err != nil {
					return err
				}
			}
			p, err := s.roundAsked()
			if err != nil {
				return err
			}
			if issue {
				return s.issueNotices(p, day, args)
			}
			if len(args) > 0 {
				return s.usage("usage.notice-issue")
			}
			return s.listNotices(p, day)
		},
	}
	c.Flags().BoolVar(&issue, "issue", false, a.words.T("flag.issue"))
	c.Flags().StringVar(&date, "date", "", a.words.T("flag.issue-date"))
	return c
}

// listNotices lists who has reached which rung of the ladder; it writes nothing.
func (s *session) listNotices(p calendar.Period, day calendar.Date) error {
	rounds, err := s.Rounds(p)
	if err != nil {
		return err
	}
	lines, in := s.NoticeLines(s.History(rounds), day)
	asOf := in.History.Ledgers[len(in.History.Ledgers)-1].AsOf
	o := s.newOutput("notice", p)
	o.summary["as_of"], o.summary["day"] = asOf.String(), day.String()
	if s.json {
		o.summary["cases"] = noticesJSON(lines)
	} else {
		s.printNotices(p, asOf, day, lines)
	}
	s.noticeCounts(o, lines, report.NoticeStates(in))
	latest := in.History.Ledgers[len(in.History.Ledgers)-1]
	s.awaiting(o, latest)
	s.overruled(o, latest)
	return o.print()
}

// offered lists the cases for which a notice may be given, in the order of their numbers in the list.
func offered(lines []report.NoticeLine) []report.NoticeLine {
	var out []report.NoticeLine
	for _, l := range lines {
		if l.Open() {
			out = append(out, l)
		}
	}
	return out
}

func (s *session) printNotices(p calendar.Period, asOf, day calendar.Date, lines []report.NoticeLine) {
	t := s.words.T
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(s.out, t("notice.title", "period", p.String(), "asof", asOf.String(), "day", day.String()))
	var rows [][]string
	n := 0
	for _, l := range lines {
		if l.Within != nil {
			continue // counted in the line of the return
		}
		no, given := "", l.Held
		if l.Open() {
			n++
			no = strconv.Itoa(n)
		}
		if l.Given != nil {
			number := l.Given.Number
			if l.Given.To != "" {
				number = t("notice.inherited", "what", number, "was", l.Given.To)
			}
			given = strings.TrimSpace(number + " " + given)
		}
		rows = append(rows, []string{no, l.Level, l.Bureau.Name, l.Matter, l.State, given})
	}
	head := []string{t("notice.list-no"), t("notice.list-level"), t("notice.list-bureau"), t("notice.list-matter"), t("notice.list-state"), t("notice.list-given")}
	fit(head, rows, 3, noticesWidth, leastMatter)
	s.printTable(head, rows)
}

// noticesWidth is the largest width of the list of notices: a new window of Windows is 120 wide. leastMatter is what it leaves for
// the matter of a notice, whose number is always shown.
const (
	noticesWidth = 118
	leastMatter  = 24
)

func (s *session) noticeCounts(o *output, lines []report.NoticeLine, states []*report.NoticeState) {
	open, held, given, within := len(offered(lines)), 0, 0, 0
	for _, l := range lines {
		switch {
		case l.Open():
		case l.Within != nil:
			within++
		case l.NoticeCase.Hold != nil:
			held++
		default:
			given++
		}
	}
	ends := map[report.NoticeEnd]int{}
	for _, st := range states {
		ends[st.End]++
	}
	closed, vacated, late := ends[report.NoticeClosed], ends[report.NoticeVacated], ends[report.NoticeLate]
	o.summary["open"], o.summary["held"], o.summary["given"], o.summary["within"] = open, held, given, within
	o.summary["notices"], o.summary["closed"], o.summary["vacated"], o.summary["late"] = len(states), closed, vacated, late
	if len(lines) == 0 {
		o.line("notice.none")
	} else {
		o.line("notice.counts", "all", len(lines), "open", open, "given", given, "held", held, "within", within)
	}
	if len(states) > 0 {
		o.line("notice.standing", "all", len(states), "closed", closed, "vacated", vacated, "open", len(states)-closed-vacated, "late", late)
	}
	if open > 0 {
		o.line("notice.hint", "within", within)
	}
}

func noticesJSON(lines []report.NoticeLine) []map[string]any {
	out := []map[string]any{}
	n := 0
	for _, l := range lines {
		no, given, to := 0, "", ""
		if l.Open() {
			n++
			no = n
		}
		if l.Given != nil {
			given, to = l.Given.Number, l.Given.To
		}
		task, within := "", ""
		if t := l.Task(); t != nil {
			task = t.ID
		}
		if l.Within != nil {
			within = l.Within.Key
		}
		out = append(out, map[string]any{"no": no, "level": l.NoticeCase.Level.Key(), "bureau": l.Bureau.Name, "task": task, "matter": l.Matter, "state": l.State,
			"given": given, "given_to": to, "held": l.Held, "within": within})
	}
	return out
}

// chosen picks the cases that args name by their number in the list, by task or by bureau; all if args is empty. A task that the
// notice on a return covers gets a notice of its own if it is named.
func (s *session) chosen(lines []report.NoticeLine, args []string) ([]report.NoticeLine, error) {
	all := offered(lines)
	if len(args) == 0 {
		return all, nil
	}
	for _, l := range lines {
		if l.Within != nil {
			all = append(all, l) // after those with a number in the list
		}
	}
	picked := map[int]bool{}
	for _, arg := range args {
		found := false
		n, err := strconv.Atoi(arg)
		b, t := s.Plan.Directory.Bureau(arg), s.Plan.Task(arg)
		for i, l := range all {
			if err == nil && n == i+1 && l.Within == nil || b != nil && l.Bureau.Code == b.Code && l.Within == nil || t != nil && l.Task() != nil && l.Task().ID == t.ID {
				picked[i], found = true, true
			}
		}
		if !found {
			return nil, s.usage("notice.not-listed", "what", arg)
		}
	}
	var out []report.NoticeLine
	for i, l := range all {
		if picked[i] {
			out = append(out, l)
		}
	}
	return out, nil
}

// issueNotices gives notices. Each is written, archived and logged before the next, so that a killed run has used no number twice.
func (s *session) issueNotices(p calendar.Period, day calendar.Date, args []string) error {
	o := s.newOutput("notice", p)
	if err := s.giveNotices(o, p, day, args); err != nil {
		return err
	}
	return o.print()
}

func (s *session) giveNotices(o *output, p calendar.Period, day calendar.Date, args []string) error {
	_, h, slips, err := s.fileRounds(o, p)
	defer slips.finish()
	if err != nil {
		return err
	}
	ledger := h.Ledgers[len(h.Ledgers)-1]
	lines, _ := s.NoticeLines(h, day)
	give, err := s.chosen(lines, args)
	if err != nil {
		return err
	}
	for _, l := range give {
		if err := s.giveNotice(o, day, ledger, l); err != nil {
			return err
		}
	}
	if err := s.consolidate(o, h, slips); err != nil {
		return err
	}
	o.summary["issued"] = len(give)
	if len(give) == 0 {
		o.line("notice.done-none")
		return nil
	}
	o.line("notice.done", "n", len(give), "folder", s.ws.Rel(s.NoticeFolder(p)), "sheet", s.ws.Words.T("tab.notices"))
	return nil
}

func (s *session) giveNotice(o *output, day calendar.Date, ledger *report.Ledger, l report.NoticeLine) error {
	n, err := s.GiveNotice(l, ledger, day, func(place, number string) string {
		return s.words.T("notice.file", "n", place, "number", number, "bureau", l.Bureau.Name)
	})
	if err != nil {
		return err
	}
	o.file(archive.KindText, l.Bureau.Name, n.Text)
	o.file(archive.KindNotice, l.Bureau.Name, n.Word)
	o.line("notice.issued", "number", n.Number, "level", l.Level, "bureau", l.Bureau.Name, "matter", l.Matter, "by", n.Reply.String())
	return nil
}
