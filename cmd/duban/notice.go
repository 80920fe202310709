package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/document"
	"duban/workbook/docx"
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
			p, err := s.thePeriod()
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

// notices are those issued for the rounds up to a period, in the order in which they were.
func (s *session) notices(upTo workbook.Period) []report.NoticeRecord {
	var out []report.NoticeRecord
	for _, rec := range s.Archive.Select(archive.KindNotice, "") {
		p, ok := workbook.ParsePeriod(rec.Period)
		if !ok || !s.Plan.Alike(p, upTo) || p.Compare(upTo) > 0 {
			continue
		}
		level, _ := workbook.ParseNoticeLevel(rec.Level)
		issued, _ := workbook.ParseISO(rec.Received)
		reply, _ := workbook.ParseISO(rec.Reply)
		with := map[string]workbook.NoticeLevel{}
		for task, key := range rec.With {
			with[task], _ = workbook.ParseNoticeLevel(key)
		}
		out = append(out, report.NoticeRecord{Number: rec.Note, Matter: rec.Matter, Trigger: rec.Trigger, Level: level, Bureau: rec.Bureau, Period: p, Issued: issued, Reply: reply, With: with})
	}
	return out
}

// noticeFolder is where a round's notices are written.
func (s *session) noticeFolder(p workbook.Period, below ...string) string {
	return s.ws.Folder("reports", append([]string{p.String(), s.ws.Words.T("folder.notices")}, below...)...)
}

// noticePaper is a notice, or its text to paste, on record; given says that the notice itself is.
type noticePaper struct {
	rec   archive.Receipt
	given bool
}

// noticePapers are those of a period, of all where it is empty: the notices, and behind them their texts. A run that ended between a
// text and its notice leaves the number to the next, whose text may be another: of several with a name the last one counts.
func (s *session) noticePapers(period string) []noticePaper {
	type name struct{ period, base string }
	given := map[name]bool{}
	var out []noticePaper
	for _, kind := range []string{archive.KindNotice, archive.KindText} {
		at := map[name]int{}
		for _, rec := range s.Archive.Select(kind, period) {
			key := name{rec.Period, strings.TrimSuffix(rec.Name, filepath.Ext(rec.Name))}
			given[key] = given[key] || kind == archive.KindNotice
			if i, ok := at[key]; ok {
				out[i].rec = rec
				continue
			}
			at[key] = len(out)
			out = append(out, noticePaper{rec, given[key]})
		}
	}
	return out
}

// restoreNotices puts the notices of a round that were given back where they were written, as the archive keeps them.
func (s *session) restoreNotices(p workbook.Period) error {
	for _, n := range s.noticePapers(p.String()) {
		path := s.noticeFolder(p, archive.SafeName(n.rec.Name))
		if _, err := s.disk.ReadFile(path); !n.given || !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		data, err := s.Archive.Load(n.rec)
		if err != nil {
			return err
		}
		if err := s.disk.WriteFile(path, data); err != nil {
			return err
		}
	}
	return nil
}

// noticeLines are the matters that have reached the ladder, in words.
func (s *session) noticeLines(p workbook.Period, day workbook.Date) ([]report.NoticeLine, report.NoticeInput, error) {
	rounds, err := s.Rounds(p)
	if err != nil {
		return nil, report.NoticeInput{}, err
	}
	in := report.NoticeInput{History: s.history(rounds), Records: s.notices(p), Day: day}
	return report.NoticeLines(report.NoticeCases(in), in.History.Ledgers[len(in.History.Ledgers)-1], s.ws.Words), in, nil
}

// listNotices says who has reached what; it writes nothing.
func (s *session) listNotices(p workbook.Period, day workbook.Date) error {
	lines, in, err := s.noticeLines(p, day)
	if err != nil {
		return err
	}
	asOf := in.History.Ledgers[len(in.History.Ledgers)-1].AsOf
	o := s.newOutput("notice", p)
	o.summary["as_of"], o.summary["day"] = asOf.String(), day.String()
	if s.json {
		o.summary["cases"] = noticesJSON(lines)
	} else {
		s.printNotices(p, asOf, day, lines)
	}
	s.noticeCounts(o, lines, report.NoticeStates(in))
	return o.print()
}

// offered are the cases on which a notice may be given, in the order in which the list numbers them.
func offered(lines []report.NoticeLine) []report.NoticeLine {
	var out []report.NoticeLine
	for _, l := range lines {
		if l.Open() {
			out = append(out, l)
		}
	}
	return out
}

func (s *session) printNotices(p workbook.Period, asOf, day workbook.Date, lines []report.NoticeLine) {
	t := s.words.T
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(s.out, t("notice.title", "period", p.String(), "asof", asOf.String(), "day", day.String()))
	var rows [][]string
	n := 0
	for _, l := range lines {
		if l.Within != nil {
			continue // the return's line counts it
		}
		no, given := "", l.Held
		if l.Open() {
			n++
			no = strconv.Itoa(n)
		}
		if l.Given != nil {
			given = strings.TrimSpace(l.Given.Number + " " + given)
		}
		rows = append(rows, []string{no, l.Level, l.Bureau.Name, l.Matter, l.State, given})
	}
	head := []string{t("notice.list-no"), t("notice.list-level"), t("notice.list-bureau"), t("notice.list-matter"), t("notice.list-state"), t("notice.list-given")}
	fit(head, rows, 3, noticesWidth, leastMatter)
	s.printTable(head, rows)
}

// noticesWidth is how wide the list of notices may be: a new window of Windows is 120 wide. leastMatter is what it leaves for what a
// notice is about, whose number always stands.
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
	closed, late := 0, 0
	for _, st := range states {
		if st.Settled() {
			closed++
		}
		if st.End == report.NoticeLate {
			late++
		}
	}
	o.summary["open"], o.summary["held"], o.summary["given"], o.summary["within"] = open, held, given, within
	o.summary["notices"], o.summary["closed"], o.summary["late"] = len(states), closed, late
	if len(lines) == 0 {
		o.line("notice.none")
	} else {
		o.line("notice.counts", "all", len(lines), "open", open, "given", given, "held", held, "within", within)
	}
	if len(states) > 0 {
		o.line("notice.standing", "all", len(states), "closed", closed, "open", len(states)-closed, "late", late)
	}
	if open > 0 {
		o.line("notice.hint", "within", within)
	}
}

func noticesJSON(lines []report.NoticeLine) []map[string]any {
	out := []map[string]any{}
	n := 0
	for _, l := range lines {
		no, given := 0, ""
		if l.Open() {
			n++
			no = n
		}
		if l.Given != nil {
			given = l.Given.Number
		}
		task, within := "", ""
		if t := l.Task(); t != nil {
			task = t.ID
		}
		if l.Within != nil {
			within = l.Within.Key
		}
		out = append(out, map[string]any{"no": no, "level": l.NoticeCase.Level.Key(), "bureau": l.Bureau.Name, "task": task, "matter": l.Matter, "state": l.State,
			"given": given, "held": l.Held, "within": within})
	}
	return out
}

// chosen picks the cases that somebody named by their number in the list, by task or by bureau; all where nobody was. A
// task that its bureau's return is to say more about gets a notice of its own where it is named.
func (s *session) chosen(lines []report.NoticeLine, args []string) ([]report.NoticeLine, error) {
	all := offered(lines)
	if len(args) == 0 {
		return all, nil
	}
	for _, l := range lines {
		if l.Within != nil {
			all = append(all, l) // behind those that have a number in the list
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

// issueNotices gives notices: each is written, archived and logged before the next, so that a run that is killed has
// numbered none twice.
func (s *session) issueNotices(p workbook.Period, day workbook.Date, args []string) error {
	o := s.newOutput("notice", p)
	if err := s.giveNotices(o, p, day, args); err != nil {
		return err
	}
	return o.print()
}

func (s *session) giveNotices(o *output, p workbook.Period, day workbook.Date, args []string) error {
	_, h, slips, err := s.fileRounds(o, p)
	defer slips.finish()
	if err != nil {
		return err
	}
	ledger := h.Ledgers[len(h.Ledgers)-1]
	in := report.NoticeInput{History: h, Records: s.notices(p), Day: day}
	give, err := s.chosen(report.NoticeLines(report.NoticeCases(in), ledger, s.ws.Words), args)
	if err != nil {
		return err
	}
	for _, l := range give {
		if err := s.giveNotice(o, p, day, ledger, l); err != nil {
			return err
		}
	}
	if err := s.consolidate(o, p, h, slips); err != nil {
		return err
	}
	o.summary["issued"] = len(give)
	if len(give) == 0 {
		o.line("notice.done-none")
		return nil
	}
	o.line("notice.done", "n", len(give), "folder", s.ws.Rel(s.noticeFolder(p)), "sheet", s.ws.Words.T("tab.notices"))
	return nil
}

func (s *session) giveNotice(o *output, p workbook.Period, day workbook.Date, ledger *report.Ledger, l report.NoticeLine) error {
	n := 1
	for _, rec := range s.Archive.Select(archive.KindNotice, "") {
		if d, _ := workbook.ParseISO(rec.Received); d.Year() == day.Year() {
			n++
		}
	}
	r := report.NoticeRecord{Number: report.NoticeNumber(s.Plan, day.Year(), n, s.ws.Words), Matter: l.Key, Trigger: l.Trigger, Level: l.NoticeCase.Level,
		Bureau: l.Bureau.Code, Period: p, Issued: day, Reply: l.ReplyBy(s.Plan, day), With: l.Named()}
	doc := report.NoticeSlip(l.NoticeCase, r, ledger, s.ws.Words)
	data, err := docx.Write(doc)
	if err != nil {
		return fmt.Errorf("notice: %w", err)
	}
	// The number stands in front once more, in as many digits as folders sort by.
	base := s.words.T("notice.file", "n", fmt.Sprintf("%03d", n), "number", r.Number, "bureau", l.Bureau.Name)
	for _, f := range []struct {
		kind, name string
		data       []byte
	}{{archive.KindText, base + ".txt", archive.WindowsText(document.Text(doc))}, {archive.KindNotice, base + ".docx", data}} {
		// On record before it lies in the reports, where it is put back from the archive: a notice there of which nothing is on record
		// could be anybody's.
		path := s.noticeFolder(p, archive.SafeName(f.name))
		if slices.ContainsFunc(s.noticePapers(p.String()), func(n noticePaper) bool {
			return n.rec.Kind == f.kind && n.rec.Name == f.name && n.rec.SHA256 == archive.Hash(f.data)
		}) {
			// By a run that ended before the notice itself was on record.
			if err := s.disk.WriteFile(path, f.data); err != nil {
				return err
			}
			o.file(f.kind, l.Bureau.Name, path)
			continue
		}
		rec := archive.Receipt{Kind: f.kind, Period: p.String(), Bureau: l.Bureau.Code, Name: f.name, SHA256: archive.Hash(f.data), Size: int64(len(f.data)),
			Received: day.String(), PlanSHA256: s.Whole.SHA256, Note: r.Number}
		if f.kind == archive.KindNotice {
			rec.Matter, rec.Trigger, rec.Level, rec.Reply = r.Matter, r.Trigger, r.Level.Key(), r.Reply.String()
			rec.With = map[string]string{}
			for task, level := range r.With {
				rec.With[task] = level.Key()
			}
		}
		if rec.Path, err = s.Archive.Store(p.String(), f.name, f.data); err != nil {
			return err
		}
		if _, err := s.Archive.Append(rec); err != nil {
			return err
		}
		if err := s.disk.WriteFile(path, f.data); err != nil {
			return err
		}
		o.file(f.kind, l.Bureau.Name, path)
	}
	o.line("notice.issued", "number", r.Number, "level", l.Level, "bureau", l.Bureau.Name, "matter", l.Matter, "by", r.Reply.String())
	return nil
}
