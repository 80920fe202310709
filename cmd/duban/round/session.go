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

// Options holds what a session is given from outside.
type Options struct {
	// Disk holds all files: it is the computer's own, or in tests one that fails.
	Disk archive.Disk
	// Now is the clock.
	Now func() time.Time
	// Catalogue gives a language's texts.
	Catalogue func(lang string) (*templates.Catalogue, error)
	// Pause waits, for a file that may still be being copied into the inbox.
	Pause func(time.Duration)
	// Version and Build name the program and its build in receipts. Program names the build in full; it does not find what another build
	// has kept in the cache.
	Version        string
	Build, Program func() string
	// NewKey makes the key that seals identity sheets; if it is nil the key is random.
	NewKey func() workbook.Key
	// Cells is the most cells of a workbook that came back; 0 stands for ReturnedCells.
	Cells int
	// Books keeps the archived files and plans that were read, as readBook by hash, for a run that reads them several times; otherwise nil.
	Books *sync.Map
}

// Session is what one run has read of a workspace: its plan, keys and archive, and the caches of earlier results. It works out rounds from
// these.
type Session struct {
	options Options
	space   *Workspace
	// Plan is the plan as in force in the round that was worked out last, Whole the plan with all its changes, planBytes its file.
	Plan, Whole *workbook.Plan
	planBytes   []byte
	// planForms and Forms are the forms of plans and returns in the workspace's language. reference are the Chinese forms of returns, in
	// whose words rules are written.
	planForms        []*workbook.Form
	Forms, reference *workbook.TemplateForms
	// Checker does the checking, by Rules, the rules about rows in Plan.
	Checker *validate.Checker
	Rules   []workbook.Rule
	// Archive is held if the run may write to it, see Hold.
	Archive *archive.Archive
	// asOf is the day as of which the round is looked at, 0 for its own.
	asOf calendar.Date
	// issuing is the round that is being issued. It takes everything in the present plan that is in force at its end.
	issuing calendar.Period
	// lostPlans holds the rounds whose issued plan is no longer in the archive, and whether a result has said so.
	lostPlans map[calendar.Period]bool
	// comparing says that the session works out again what an earlier one did, so that nothing may stand in for what is lost.
	comparing bool
	// logCompared says that the log of receipts was compared with the mark of an earlier run. logFault says how it contradicts the mark,
	// nil if it continues from there; logEndMarked says that there was a mark.
	logCompared, logEndMarked bool
	logFault                  *archive.Fault
	// Keys are the keys that identity sheets may be sealed with, the last one in use.
	Keys []workbook.Key
	// worked holds the rounds that this run has worked out.
	worked map[roundsKey]*worked
	// caches holds the open caches by name; nil in a session that keeps none. held says that the archive is held.
	caches map[string]openCache
	held   bool
	// seen holds this run's verdicts on archived files; nil in a session that judges them once.
	seen *seen
	// early holds files of the inbox that are read while the plan is; nil if the inbox is not going to be filed.
	early *early
	// backdated says that files are being filed as of a day before that of other files, whose cells are needed again.
	backdated bool
	// readers and writers are pools, as each reader and writer keeps its buffers.
	readers, writers sync.Pool
	// room is the memory, in bytes, for files that are read and judged in parallel; queue counts the cells held of files that wait to be
	// judged.
	room, queue *semaphore.Weighted
	// decided holds the decisions about returns by action and hash, worked out when there were decidedOf receipts.
	decided   map[string]map[string]*workbook.IntakeDecision
	decidedOf int
}

// New makes a session of a workspace that has read nothing yet and keeps nothing.
func New(ws *Workspace, o Options) *Session {
	return &Session{options: o, space: ws, room: semaphore.NewWeighted(RoomBytes), queue: semaphore.NewWeighted(waitingCells)}
}

// Hold locks the archive, for a run that writes to it. It comes before anything is read, so that a run that waited for another one sees the
// plan and the keys that the other left. It calls waiting if another run is at work, and waits for it for up to patience.
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

// NoPlan says that the plan cannot be opened or read.
type NoPlan struct{ Err error }

func (e *NoPlan) Error() string { return e.Err.Error() }
func (e *NoPlan) Unwrap() error { return e.Err }

// Read reads the plan, the keys and, unless the archive is held, the log of receipts. From here on results are kept in the workspace's
// caches. The error is a *NoPlan if the plan cannot be read. What is wrong with the log is in Archive.Faults.
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

// Close closes the archive and the caches, and leaves the mark where the log ends.
func (s *Session) Close() {
	s.early.end()
	s.closeCaches()
	if s.Archive != nil {
		s.leaveLogEnd()
		s.Archive.Close()
	}
}

// cleanUp removes what a killed run left half-written. As the archive is held, no other run is at work.
func (s *Session) cleanUp() error {
	for _, key := range []string{"archive", "issued", "corrections", "reports", "cache"} {
		if err := s.options.Disk.Clean(s.space.Folder(key)); err != nil {
			return err
		}
	}
	return s.options.Disk.CleanAlone(s.space.Dir)
}

// loadForms makes the forms in the workspace's language, and the Chinese ones.
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

// PlanForms gives the forms of plans in the workspace's language.
func (s *Session) PlanForms() []*workbook.Form { return s.planForms }

// PlanBytes gives the content of the plan's file.
func (s *Session) PlanBytes() []byte { return s.planBytes }

// LookAt sets the day as of which the round is looked at; 0 for its own.
func (s *Session) LookAt(day calendar.Date) { s.asOf = day }

// AsOf gives the day as of which the round is looked at, 0 for its own.
func (s *Session) AsOf() calendar.Date { return s.asOf }

// Workspace gives the session's workspace.
func (s *Session) Workspace() *Workspace { return s.space }

// Disk gives the disk with all files.
func (s *Session) Disk() archive.Disk { return s.options.Disk }

// Catalogues gives the texts of all languages, as files that come back may be in any.
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

// Record writes the receipt of something that this run made, filling in the day, the plan and the build.
func (s *Session) Record(rec archive.Receipt) error {
	rec.Received, rec.PlanSHA256, rec.Program, rec.Build = s.Today().String(), s.Whole.SHA256, s.options.Version, s.options.Build()
	_, err := s.Archive.Append(rec)
	return err
}

// Version gives the program's version, as receipts name it.
func (s *Session) Version() string { return s.options.Version }

// OtherBuild reports whether a receipt was written by another build of the program, or by one that is not named.
func (s *Session) OtherBuild(rec archive.Receipt) bool {
	return rec.N > 0 && (rec.Program != s.options.Version || rec.Build != s.options.Build())
}

// OpenRound gives the period of the issued round that ends last, zero if none was issued. A special round is never the open round; it has
// to be named.
func (s *Session) OpenRound() calendar.Period {
	var last calendar.Period
	for _, r := range s.Archive.Select(archive.KindIssue, "") {
		if p, ok := calendar.ParsePeriod(r.Period); ok && p.Kind() != calendar.Special && (last.IsZero() || p.Last() >= last.Last()) {
			last = p
		}
	}
	return last
}

// Today gives the day by the clock.
func (s *Session) Today() calendar.Date { return calendar.DateOf(s.options.Now()) }

// KeepPlan archives the present plan, with a receipt, unless it is in the archive already.
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

// Amend archives the plan as it was and writes the changed one, by which the session goes on.
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
	s.Plan, s.Whole, s.planBytes = after, after, changed
	s.Rules = validate.RulesOf(after, s.reference, s.Forms)
	return nil
}

// EvidenceFolders lists the names of the folders for attachments, in all languages.
func (s *Session) EvidenceFolders() []string {
	var out []string
	for _, lang := range templates.Languages() {
		if words, err := s.options.Catalogue(lang); err == nil {
			out = append(out, words.T("folder.evidence"))
		}
	}
	return out
}
