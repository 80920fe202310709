package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/seeds"
	"duban/seeds/sample"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// demoPlan is the built-in plan that the demo runs on.
const demoPlan = "rushan"

// demoMark is a file that shows a later demo that the folder was made by an earlier one and may be replaced.
const demoMark = ".duban-demo"

func (a *app) demoCmd() *cobra.Command {
	return &cobra.Command{
		Use: a.words.T("use.demo"), Short: a.words.T("cmd.demo"), Long: a.words.T("cmd.demo-long"), Args: a.args(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := filepath.Join(a.dir, a.words.T("demo.folder"))
			if len(args) == 1 {
				dir = a.under(args[0])
			}
			return a.demo(dir)
		},
	}
}

// demoKey seals the demo's workbooks: its data are samples, and every run must give the same bytes.
func demoKey() workbook.Key {
	sum := sha256.Sum256([]byte(demoMark))
	return sum[:]
}

// demo runs the cycle for 2024-09 to 2024-12. What bureaus send is sample data; everything else is what a coordinator would do, by
// the same functions.
func (a *app) demo(dir string) error {
	if err := a.clearDemo(dir); err != nil {
		return err
	}
	samples, err := seeds.Samples(demoPlan)
	if err != nil {
		return fmt.Errorf("sample data: %w", err)
	}
	// Everything the demo writes has the dates of its own story, so that every run gives the same bytes.
	run := &demoRun{app: &app{in: a.in, out: a.out, err: a.err, now: a.now, disk: a.disk, words: a.words, dir: dir, lang: a.lang, quiet: a.quiet, terminal: a.terminal, loaded: a.loaded, books: new(sync.Map)}}
	run.app.newKey = demoKey
	run.samples = sample.NewData(samples)
	if _, err := run.app.makeWorkspace(dir, demoPlan); err != nil {
		return err
	}
	if err := a.disk.WriteFile(filepath.Join(dir, demoMark), []byte(a.words.T("demo.mark")+"\n")); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.words.T("demo.start", "dir", dir))
	for p := calendar.MonthOf(calendar.NewDate(2024, 9, 1)); p.Last() <= calendar.NewDate(2024, 12, 31); p = p.Next() {
		if err := run.month(p); err != nil {
			return err
		}
	}
	if err := run.yearEnd(); err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.words.T("demo.end", "dir", dir))
	return nil
}

// clearDemo makes room for a new demo: it empties the folder of an earlier one and leaves any other folder alone.
func (a *app) clearDemo(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("demo folder: %w", err)
	}
	if _, err := os.Stat(filepath.Join(dir, demoMark)); err != nil {
		return a.fail(err, "fail.demo-exists", "path", dir)
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("demo folder: %w", err)
		}
	}
	return nil
}

type demoRun struct {
	app     *app
	samples *sample.Data
	writer  xlsx.Writer
	// mail is what the bureaus send in the current month.
	mail []mail
}

// mail is one file that a bureau sends.
type mail struct {
	day  calendar.Date
	name string
	data []byte
}

// at sets the clock of the story.
func (d *demoRun) at(day calendar.Date) { d.app.now = day.Time }

// month is one round: issue, three waves of mail, merge.
func (d *demoRun) month(p calendar.Period) error {
	d.app.period = p.String()
	d.at(p.Last().AddDays(-5))
	if err := d.amendPlan(p); err != nil {
		return err
	}
	if err := d.step(func(s *session) error { return d.quietly(s, func() error { return s.issue(false) }) }); err != nil {
		return err
	}
	due, err := d.fillIn(p)
	if err != nil {
		return err
	}
	for _, day := range due {
		d.at(day)
		if err := d.post(p, day); err != nil {
			return err
		}
		if err := d.step(func(s *session) error {
			o := s.newOutput("receive", p)
			return s.receive(o, day, "")
		}); err != nil {
			return err
		}
	}
	return d.step(func(s *session) error {
		o := s.newOutput("brief", p)
		rounds, err := s.brief(o, p, 0, 0)
		if err != nil {
			return err
		}
		d.report(s, rounds[len(rounds)-1])
		return d.notices(s, p)
	})
}

// notices gives the notices that a county would hardly leave out: supervision and above.
func (d *demoRun) notices(s *session, p calendar.Period) error {
	day := s.Today()
	rounds, err := s.Rounds(p)
	if err != nil {
		return err
	}
	lines, _ := s.NoticeLines(s.History(rounds), day)
	var give []string
	for i, l := range offered(lines) {
		if l.NoticeCase.Level >= workbook.Supervise {
			give = append(give, strconv.Itoa(i+1))
		}
	}
	if len(give) == 0 {
		return nil
	}
	if err := s.giveNotices(s.newOutput("notice", p), p, day, give); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "  "+s.words.T("demo.notices", "n", len(give)))
	return nil
}

// step opens the workspace as a command does, and closes it again.
func (d *demoRun) step(do func(*session) error) error {
	s, err := d.app.open(true)
	if err != nil {
		return err
	}
	defer s.close()
	return do(s)
}

// quietly runs a verb without its output; findings in the sample returns are part of the story.
func (d *demoRun) quietly(s *session, verb func() error) error {
	out := s.app.out
	s.app.out = io.Discard
	defer func() { s.app.out = out }()
	if err := verb(); err != nil && !errors.Is(err, errFindings) {
		return err
	}
	return nil
}

// report prints how a month went, in a few lines.
func (d *demoRun) report(s *session, r *round.Round) {
	counts := map[string]int{}
	for _, in := range r.Intake {
		counts[in.Word]++
	}
	fmt.Fprintln(s.out, s.words.T("demo.month", "period", r.Period.String(), "files", s.verdictWords(counts)))
	o := s.newOutput("status", r.Period)
	s.registerSummary(o, r.Register())
	for _, l := range o.lines {
		fmt.Fprintln(s.out, "  "+l)
	}
}

func (d *demoRun) yearEnd() error {
	d.app.period = "2024"
	d.at(calendar.NewDate(2025, 1, 15))
	return d.step(func(s *session) error {
		span, err := s.periodAsked()
		if err != nil {
			return err
		}
		scores, err := s.writeScores(s.newOutput("score", span), span, false)
		if err != nil {
			return err
		}
		for _, category := range s.Plan.Categories() {
			if best := ranked(scores, category); len(best) > 0 {
				fmt.Fprintln(s.out, s.words.T("demo.score", "category", category, "n", len(best), "bureau", best[0].Bureau.Name, "score", s.scoreText(best[0])))
			}
		}
		return nil
	})
}

// amendPlan makes the entries that a coordinator makes in the plan in the course of the year: an extension, verifications, and before
// the year's end ratings and adjustments.
func (d *demoRun) amendPlan(p calendar.Period) error {
	book, err := seeds.Plan(demoPlan)
	if err != nil {
		return err
	}
	d.samples.Decisions(book, p)
	forms := templates.PlanForms(d.app.words)
	data, err := xlsx.Write(templates.PlanBook(workbook.DecodePlan(book, demoPlan, forms).Tables, d.app.words))
	if err != nil {
		return err
	}
	ws, err := d.app.findWorkspace(d.app.dir)
	if err != nil {
		return err
	}
	return d.app.disk.WriteFile(ws.Plan(), data)
}

// fillIn fills in what each bureau sends in a period, and gives the days on which mail arrives.
func (d *demoRun) fillIn(p calendar.Period) ([]calendar.Date, error) {
	days := map[calendar.Date]bool{}
	err := d.step(func(s *session) error {
		rounds, err := s.Rounds(p)
		if err != nil {
			return err
		}
		r := rounds[len(rounds)-1]
		f, err := s.filler(r, d.samples)
		if err != nil {
			return err
		}
		d.mail = nil
		for _, b := range r.Asked {
			if s.Plan.Exempted(b, p) != nil {
				continue
			}
			sent, err := f.Bureau(b)
			if err != nil {
				return fmt.Errorf("sample return of %s: %w", b.Name, err)
			}
			for _, m := range sent {
				data, err := d.writer.Write(m.Book)
				if err != nil {
					return fmt.Errorf("sample return of %s: %w", b.Name, err)
				}
				days[m.Day] = true
				d.mail = append(d.mail, mail{m.Day, m.Name, data})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(days)), nil
}

// filler gives what fills in the templates of a round.
func (s *session) filler(r *round.Round, data *sample.Data) (*sample.Filler, error) {
	key, err := s.SealKey()
	if err != nil {
		return nil, err
	}
	return &sample.Filler{Plan: s.Plan, Forms: s.Forms, Data: data, Period: r.Period, Before: r.Before, Key: key, Words: s.ws.Words,
		Layouter: templates.NewLayouter(s.Forms, s.Rules, s.ws.Words)}, nil
}

// post drops a day's mail into the inbox.
func (d *demoRun) post(p calendar.Period, day calendar.Date) error {
	ws, err := d.app.findWorkspace(d.app.dir)
	if err != nil {
		return err
	}
	for _, m := range d.mail {
		if m.day == day {
			if err := d.app.disk.WriteFile(ws.Folder("inbox", p.String(), archive.SafeName(m.name)), m.data); err != nil {
				return err
			}
		}
	}
	return nil
}
