package outputs

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync/atomic"

	"duban/cmd/duban/round"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// NothingToIssue says that nobody is asked for anything in a period.
type NothingToIssue struct{ Period calendar.Period }

func (e *NothingToIssue) Error() string { return "nothing to issue in " + e.Period.String() }

// Issue is a round that is being issued: its workbooks are laid out, and wait on the disk for their names.
type Issue struct {
	Round *round.Round
	// Templates are the workbooks in the order of the bureaus. Exempt are the bureaus that need not report. Ledgers is how many
	// bureaus send a ledger of their own.
	Templates []templates.Handout
	Exempt    []*workbook.Bureau
	Ledgers   int
	Reissue   Reissue

	m     *Maker
	asked []string // the codes of those asked
	key   workbook.Key
	batch *archive.Batch
}

// Reissue lists the bureaus, by name, for which a round that is issued again is not the one that went out before.
type Reissue struct {
	Changed []string // asked something else than before
	Added   []string // not asked before
	Dropped []string // asked no more
}

// Issue lays out a round's templates. Everything is on the disk before the first file gets its name, so that what went out before is
// neither half replaced on a full disk, nor replaced behind the bureaus' backs after some have answered. The caller must drop the
// issue in the end, whether it was placed or not. The error is a *NothingToIssue if nobody is asked.
func (m *Maker) Issue(p calendar.Period) (*Issue, error) {
	rounds, err := m.RoundsToIssue(p)
	if err != nil {
		return nil, err
	}
	is := &Issue{Round: rounds[len(rounds)-1], m: m}
	if is.key, err = m.SealKey(); err != nil {
		return nil, err
	}
	todo := is.ask()
	if len(todo) == 0 && is.Ledgers == 0 {
		return nil, &NothingToIssue{p}
	}
	is.batch = m.disk.Batch()
	if is.Templates, err = is.layTemplates(todo); err != nil {
		is.batch.Drop()
		return nil, err
	}
	is.compare()
	return is, nil
}

// Drop removes files that have no name yet.
func (is *Issue) Drop() { is.batch.Drop() }

// ask finds out who is asked, and returns those who get a template.
func (is *Issue) ask() (todo []*workbook.Bureau) {
	plan, before, p := is.m.Plan, is.Round.Before, is.Round.Period
	for _, b := range plan.Reporting(before, p) {
		is.asked = append(is.asked, b.Code)
		if b.SendsLedger {
			is.Ledgers++
		}
		if plan.Exempted(b, p) != nil {
			is.Exempt = append(is.Exempt, b)
			continue
		}
		if !plan.FillsIn(before, b, p) {
			continue // a county that reports nothing but its ledger
		}
		todo = append(todo, b)
	}
	return todo
}

// layTemplates lays out a round's templates, several at a time, and adds each to the batch at once, so that memory holds only those
// being made. The list is in the bureaus' order.
func (is *Issue) layTemplates(todo []*workbook.Bureau) ([]templates.Handout, error) {
	m, r := is.m, is.Round
	list := make([]templates.Handout, len(todo))
	changed := make([]bool, len(todo))
	errs := make([]error, len(todo))
	layouter := templates.NewLayouter(m.Forms, m.Rules, m.ws.Words)
	var writer xlsx.Writer
	lay := func(i int, b *workbook.Bureau, name string) (templates.Handout, error) {
		t := templates.Prepare(m.Plan, m.Forms, r.Before, b, r.Period, m.ws.Words)
		if names := r.FormerOf(b); len(names) > 0 {
			now, joints := r.SaidBeforeReissue()
			t.FillIn(names, now, joints, m.ws.Words)
		}
		t.Key = is.key
		book, err := layouter.Layout(t)
		if err != nil {
			return templates.Handout{}, err
		}
		data, err := writer.Write(book)
		if err != nil {
			return templates.Handout{}, fmt.Errorf("template of %s: %w", b.Name, err)
		}
		given := templates.Handout{Bureau: b, File: name, Points: t.Points(), SHA256: archive.Hash(data)}
		changed[i] = is.changed(given, book)
		return given, is.batch.Add(m.ws.Issued(r.Period, name), data)
	}
	names := bureauFiles(todo)
	var failed atomic.Bool
	round.Side(len(todo), func(i int) {
		if failed.Load() {
			return // if one could not be written, neither can the others
		}
		if list[i], errs[i] = lay(i, todo[i], archive.SafeName(names[i]+".xlsx")); errs[i] != nil {
			failed.Store(true)
		}
	})
	for i, b := range todo {
		if changed[i] {
			is.Reissue.Changed = append(is.Reissue.Changed, b.Name)
		}
	}
	return list, cmp.Or(errs...)
}

// changed reports whether a template asks something else than the file of its name that went out before. A file that cannot be read
// counts as changed.
func (is *Issue) changed(h templates.Handout, book *sheet.Book) bool {
	path := is.m.ws.Issued(is.Round.Period, h.File)
	old, err := is.m.disk.ReadFile(path)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	if archive.Hash(old) == h.SHA256 {
		return false
	}
	was, err := xlsx.Read(old)
	return err != nil || !templates.AsksSame(was, book)
}

// compare finds out who is asked now and was not before, or the other way round.
func (is *Issue) compare() {
	before, ok := is.m.ReadManifest(is.m.ws.Issued(is.Round.Period, ManifestName))
	if !ok {
		return // nothing was issued before
	}
	was, now := map[string]bool{}, map[string]bool{}
	for _, f := range before.Files {
		was[f.Bureau] = true
	}
	for _, h := range is.Templates {
		now[h.Bureau.Name] = true
		if !was[h.Bureau.Name] {
			is.Reissue.Added = append(is.Reissue.Added, h.Bureau.Name)
		}
	}
	for _, f := range before.Files {
		if !now[f.Bureau] {
			is.Reissue.Dropped = append(is.Reissue.Dropped, f.Bureau)
		}
	}
}

// Place gives the files their names, with the distribution list, whose path it returns, and a manifest, and records the round. If
// files are open in another program it returns an *archive.Held: these stay as they were, and the round is recorded by the first run
// that finds none open.
func (is *Issue) Place() (distribution string, err error) {
	m, p := is.m, is.Round.Period
	list := Manifest{Command: "issue", Period: p.String(), Plan: m.Whole.SHA256}
	for _, h := range is.Templates {
		path := m.ws.Rel(m.ws.Issued(p, h.File))
		list.Files = append(list.Files, manifestFile{Path: path, Bureau: h.Bureau.Name, Points: h.Points, SHA256: h.SHA256})
	}
	data, err := xlsx.Write(templates.DistributionBook(m.Plan, p, is.Templates, is.Exempt, m.ws.Words))
	if err != nil {
		return "", fmt.Errorf("distribution list: %w", err)
	}
	distribution = m.ws.Issued(p, m.ws.Words.T("file.distribution"))
	if err := is.batch.Add(distribution, data); err != nil {
		return "", err
	}
	if err := is.batch.Place(); err != nil {
		return "", err
	}
	if err := m.withdraw(p, list); err != nil {
		return "", err
	}
	if err := m.writeManifest(m.ws.Issued(p, ManifestName), list); err != nil {
		return "", err
	}
	if err := m.KeepPlan(p); err != nil {
		return "", err
	}
	return distribution, is.keep()
}

// keep records the round, the same issue only once.
func (is *Issue) keep() error {
	m, p, bureaus, plan := is.m, is.Round.Period, strings.Join(is.asked, "|"), is.m.Whole.SHA256
	// A past round keeps the plan that it was merged with until it is issued anew, even with the plan that it first went out with.
	kept := m.KeptSum(p)
	r, ok := m.Archive.Latest(archive.KindIssue, p.String())
	if ok && (kept == "" || kept == plan) && r.PlanSHA256 == plan && r.Bureaus == bureaus && r.Seal == is.key.Name() {
		return nil
	}
	_, err := m.Archive.Append(archive.Receipt{Kind: archive.KindIssue, Period: p.String(), PlanSHA256: plan, Bureaus: bureaus,
		Seal: is.key.Name(), Received: m.Today().String()})
	return err
}

// withdraw removes what an earlier run issued for the round and this one does not, so that a bureau that is no longer asked is not
// sent last week's workbook. Files that somebody changed since are left.
func (m *Maker) withdraw(p calendar.Period, now Manifest) error {
	before, ok := m.ReadManifest(m.ws.Issued(p, ManifestName))
	if !ok {
		return nil // nothing was issued before
	}
	keep := map[string]bool{}
	for _, f := range now.Files {
		keep[f.Path] = true
	}
	for _, f := range before.Files {
		path := filepath.Join(m.ws.Dir, filepath.FromSlash(f.Path))
		if keep[f.Path] || filepath.Dir(path) != m.ws.Issued(p, "") {
			continue
		}
		if old, err := m.disk.ReadFile(path); err != nil || archive.Hash(old) != f.SHA256 {
			continue
		}
		if err := m.disk.Remove(path); err != nil {
			return fmt.Errorf("withdraw %s: %w", f.Path, err)
		}
	}
	return nil
}
