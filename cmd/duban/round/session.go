package round

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Options are what a session is given from outside.
type Options struct {
	// Disk is where all files lie: the computer's own, unless a test puts a failing one in its place.
	Disk archive.Disk
	// Now is the clock.
	Now func() time.Time
	// Catalogue gives a language's texts.
	Catalogue func(lang string) (*templates.Catalogue, error)
	// Pause waits, for a file that may still be on its way into the inbox.
	Pause func(time.Duration)
	// Version and Build are the program and its build as receipts name them; Program is its build at length: what another one has kept
	// in the cache is not there for it.
	Version        string
	Build, Program func() string
	// NewKey makes the key that identity sheets are sealed with; a random one where it is nil.
	NewKey func() workbook.Key
	// Cells is how many cells a workbook that came back may have; ReturnedCells where it is zero.
	Cells int
	// Books keeps what was read of archived files and plans, by hash, for a run that goes over them again and again; nil for one that
	// goes over them once.
	Books *sync.Map
}

// Session is what one run has read of a workspace: its plan, keys and archive, and the caches of what was made of them before. It
// works rounds out of these.
type Session struct {
	options Options
	space   *Workspace
	// Plan is the plan as the round that was worked out last has it, Whole the plan with all its changes, planBytes its file.
	Plan, Whole *workbook.Plan
	planBytes   []byte
	// planForms and Forms are the forms of plans and returns in the workspace's language, reference the Chinese ones of returns, in
	// whose words rules are written.
	planForms        []*workbook.Form
	Forms, reference *workbook.TemplateForms
	// Checker judges by Rules, those in force in Plan.
	Checker *validate.Checker
	Rules   []workbook.Rule
	// Archive is held where the run may write to it, see Hold.
	Archive *archive.Archive
	// asOf is the day on which the round that is asked for is looked at, 0 for its own.
	asOf calendar.Date
	// issuing is the round that is being issued: it takes the plan with all that is in force at its end.
	issuing calendar.Period
	// lostPlans holds the rounds whose issued plan is no longer in the archive, and whether a result has said so.
	lostPlans map[calendar.Period]bool
	// comparing says that the session works out again what others had worked out: nothing may stand in for what is lost.
	comparing bool
	// logCompared says that the log of receipts was compared with where it ended when a run ended before. logFault is how it differs from
	// that, nil where it goes on from there; logEndMarked says that a run had left where it ended at all.
	logCompared, logEndMarked bool
	logFault                  *archive.Fault
	// Keys are those that identity sheets may be sealed with, the last one in use.
	Keys []workbook.Key
	// worked are the rounds that this run has worked out, by the period that they lead up to.
	worked map[roundsKey]*worked
	// caches are those that were opened, by name; nil in a session that keeps none. held says that the archive is held.
	caches map[string]openCache
	held   bool
	// seen is what this run found in archived files; nil in a session that goes over them once.
	seen *seen
	// early are files of the inbox that are read while the plan is; nil where the inbox is not to be filed.
	early *early
	// backdated says that files are being filed as of a day before that of others: the cells of these are needed again.
	backdated bool
	// readers and writers are those that nobody is using: each keeps the space that it works in.
	readers, writers sync.Pool
	// room is what files take that are read and judged side by side; queue, in cells, what is held of those that wait to be judged.
	room, queue *semaphore.Weighted
	// decided are the decisions about returns by their action, as they stood with so many receipts.
	decided   map[string]map[string]*workbook.IntakeDecision
	decidedOf int
}

// New is a session of a workspace of which nothing is read yet, and which keeps nothing.
func New(ws *Workspace, o Options) *Session {
	return &Session{options: o, space: ws, room: semaphore.NewWeighted(RoomBytes), queue: semaphore.NewWeighted(waitingCells)}
}

// Hold takes hold of the archive, for a run that writes to it, before anything is read: who waited for another run goes on from
// what that one left, its plan and its keys too. A run that is at work is waited for so long, which waiting is told.
func (s *Session) Hold(patience time.Duration, waiting func()) (err error) {
	s.held = true
	dir, log := s.space.Folder("archive"), s.space.Words.T("file.receipts")
	var locked *archive.Locked
	if s.Archive, err = s.options.Disk.Open(dir, log, 0); errors.As(err, &locked) {
		waiting()
		s.Archive, err = s.options.Disk.Open(dir, log, patience)
	}
	return err
}

// NoPlan says that the plan cannot be opened, or read.
type NoPlan struct{ Err error }

func (e *NoPlan) Error() string { return e.Err.Error() }
func (e *NoPlan) Unwrap() error { return e.Err }

// Read reads the plan, the keys and, where it is not held, the log of receipts; what is worked out is kept in the workspace's caches
// from here on. The error is a *NoPlan where it is the plan that cannot be had. What the log lacks stands in its faults.
func (s *Session) Read() (err error) {
	s.caches = map[string]openCache{}
	if s.planBytes, err = ReadShort(s.options.Disk, s.space.Plan()); err != nil {
		return &NoPlan{fmt.Errorf("read plan: %w", err)}
	}
	if err := s.loadForms(); err != nil {
		return err
	}
	if s.Plan, err = s.readPlan(s.planBytes); err != nil {
		return &NoPlan{err}
	}
	s.Whole = s.Plan
	s.Checker = validate.New()
	s.Rules = validate.RulesOf(s.Plan, s.reference, s.Forms)
	if err := s.readKeys(); err != nil {
		return err
	}
	end := s.readLogEnd() // before the log, to which another run may be adding
	if s.Archive == nil {
		if s.Archive, err = s.options.Disk.Read(s.space.Folder("archive"), s.space.Words.T("file.receipts")); err != nil {
			return err
		}
	}
	s.compareLogEnd(end)
	if s.held {
		return s.cleanUp()
	}
	return nil
}

// Close lets go of the archive and the caches, and leaves where the log ends.
func (s *Session) Close() {
	s.early.end()
	s.closeCaches()
	if s.Archive != nil {
		s.leaveLogEnd()
		s.Archive.Close()
	}
}

// cleanUp removes what a run that was killed left half-written. Nobody else is at work: the archive is held.
func (s *Session) cleanUp() error {
	for _, key := range []string{"archive", "issued", "corrections", "reports", "cache"} {
		if err := s.options.Disk.Clean(s.space.Folder(key)); err != nil {
			return err
		}
	}
	return s.options.Disk.CleanAlone(s.space.Dir)
}

func (s *Session) loadForms() error {
	s.planForms = templates.PlanForms(s.space.Words)
	s.Forms = templates.ReturnForms(s.space.Words)
	s.reference = s.Forms
	if s.space.Lang != templates.Languages()[0] {
		words, err := s.options.Catalogue(templates.Languages()[0])
		if err != nil {
			return err
		}
		s.reference = templates.ReturnForms(words)
	}
	return nil
}

// PlanForms are the forms of plans in the workspace's language.
func (s *Session) PlanForms() []*workbook.Form { return s.planForms }

// PlanBytes is the plan's file.
func (s *Session) PlanBytes() []byte { return s.planBytes }

// LookAt has the round that is asked for looked at on a day; 0 for its own.
func (s *Session) LookAt(day calendar.Date) { s.asOf = day }

// AsOf is the day on which the round that is asked for is looked at, 0 for its own.
func (s *Session) AsOf() calendar.Date { return s.asOf }

// Workspace is the folder that the session is of.
func (s *Session) Workspace() *Workspace { return s.space }

// Disk is where all its files lie.
func (s *Session) Disk() archive.Disk { return s.options.Disk }

// Catalogues are the texts of each language: what comes back may be in any of them.
func (s *Session) Catalogues() ([]*templates.Catalogue, error) {
	var out []*templates.Catalogue
	for _, lang := range templates.Languages() {
		words, err := s.options.Catalogue(lang)
		if err != nil {
			return nil, err
		}
		out = append(out, words)
	}
	return out, nil
}

// Record writes the receipt of what this run made today by the plan, under the name of its build.
func (s *Session) Record(rec archive.Receipt) error {
	rec.Received, rec.PlanSHA256, rec.Program, rec.Build = s.Today().String(), s.Whole.SHA256, s.options.Version, s.options.Build()
	_, err := s.Archive.Append(rec)
	return err
}

// Version is the program's, as receipts name it.
func (s *Session) Version() string { return s.options.Version }

// OtherBuild reports whether a receipt was written by another build of the program, or by one that did not say which it was.
func (s *Session) OtherBuild(rec archive.Receipt) bool {
	return rec.N > 0 && (rec.Program != s.options.Version || rec.Build != s.options.Build())
}

// OpenRound is the period of the round that ends last of those issued, the zero period where none was. A special round is
// never the one that is open by itself: whoever means it says so.
func (s *Session) OpenRound() calendar.Period {
	var last calendar.Period
	for _, r := range s.Archive.Select(archive.KindIssue, "") {
		if p, ok := calendar.ParsePeriod(r.Period); ok && p.Kind() != calendar.Special && (last.IsZero() || p.Last() >= last.Last()) {
			last = p
		}
	}
	return last
}

// Today is the day by the clock.
func (s *Session) Today() calendar.Date { return calendar.DateOf(s.options.Now()) }

// KeepPlan archives the plan as it is now, once, and names its receipt in the log.
func (s *Session) KeepPlan(period calendar.Period) error {
	if _, ok := s.Archive.Find(archive.KindPlan, s.Whole.SHA256); ok {
		return nil
	}
	name := s.space.Words.T("file.plan")
	path, err := s.Archive.Store(period.String(), name, s.planBytes)
	if err != nil {
		return err
	}
	_, err = s.Archive.Append(archive.Receipt{Kind: archive.KindPlan, Period: period.String(), Name: name, Path: path,
		SHA256: s.Whole.SHA256, Size: int64(len(s.planBytes)), Received: s.Today().String()})
	return err
}

// Amend puts the plan on record as it was, writes it as it was changed, and goes on by that.
func (s *Session) Amend(changed []byte) error {
	after, err := s.readPlan(changed)
	if err != nil {
		return err
	}
	if err := s.KeepPlan(calendar.MonthOf(s.Today())); err != nil {
		return err
	}
	if err := s.options.Disk.WriteFile(s.space.Plan(), changed); err != nil {
		return err
	}
	s.Plan = after
	return nil
}

// EvidenceFolders are the names of folders whose files are attachments, in either language.
func (s *Session) EvidenceFolders() []string {
	var out []string
	for _, lang := range templates.Languages() {
		if words, err := s.options.Catalogue(lang); err == nil {
			out = append(out, words.T("folder.evidence"))
		}
	}
	return out
}
