package audit

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"duban/cmd/duban/collector"
	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// made is a file of the reports as the archive gives it.
type made struct {
	path string
	data []byte
	// how is the command that makes it anew.
	how string
	// read reads the lines of what is a paper for a comparison; nil for a workbook, whose cells are gone through.
	read  func([]byte) (*sheet.Book, error)
	paper bool
	// opaque says that only programs can read it.
	opaque bool
	// many says that it is one of many alike: those that agree are named together.
	many bool
	// copied says that it was not worked out again: data is the copy that was archived when it was written.
	copied bool
	// rec is the receipt of the run that wrote it, sum the hash of the file where it stands there, older the hashes of what earlier
	// runs wrote there; the zero receipt where no run is on record.
	rec   archive.Receipt
	sum   string
	older []string
	// stands is the hash of what stands in its place, once that was read.
	stands string
	// early says that it may be the work of an early version, which left no receipt of such files.
	early bool
	// later counts the returns that came in after it was made.
	later int
	// diff is where it differs, and entry is what is said of it to programs, once it was compared.
	diff  sheet.Differences
	entry map[string]any
}

// States in which a file of the reports is found, keys of the catalogue under audit. Those of InOrder are in order.
const (
	StateSame       = "same"       // byte for byte
	StateResaved    = "resaved"    // every cell the same, laid out by another version or saved by another program
	StateMissing    = "missing"    // not there: it can be made again
	StateReworded   = "reworded"   // as it was written by another build, by its hash, but this one writes it otherwise
	StateUncompared = "uncompared" // written by another build which left no hash of it, and this one writes it otherwise
	StateEdited     = "edited"     // cells differ, and no run wrote it so
	StateOlder      = "older"      // what an earlier run wrote
	StateRecount    = "recount"    // as the run on record wrote it, but the archive gives something else
	StateMisplaced  = "misplaced"  // what a run wrote elsewhere
	StateForeign    = "foreign"    // its own manifest says that it was made, but of other inputs
	StateUnreadable = "unreadable" // no workbook any more
	StateUnrecorded = "unrecorded" // no run is on record, and the archive gives something else
	StateUnmade     = "unmade"     // the archive lacks what it takes to make it again
	StateStopped    = "stopped"    // a run gave it its name and ended before its receipt was written
	StateStray      = "stray"      // bears the name of an output, and no run is on record that wrote it
)

// InOrder tells the states that are no fault.
func InOrder(state string) bool {
	return slices.Contains([]string{StateSame, StateResaved, StateMissing, StateReworded, StateUncompared, StateStopped}, state)
}

// isLacking reports whether an error says that archive or plan lacks what a file rests on.
func isLacking(err error) bool {
	var (
		lost     *archive.Lost
		planLost *round.PlanLost
		unissued *outputs.NotIssued
		unscored *outputs.NothingToScore
		unsound  *outputs.Unsound
	)
	return errors.Is(err, round.ErrPlanGone) || errors.As(err, &lost) || errors.As(err, &planLost) || errors.As(err, &unissued) ||
		errors.As(err, &unscored) || errors.As(err, &unsound)
}

// stateOf is the state in which a file is, and where it differs from what the archive gives; failed is why it could not be made again.
func (a *reportPass) stateOf(m *made, failed error) (string, sheet.Differences, error) {
	var none sheet.Differences
	if failed != nil && !isLacking(failed) {
		return "", none, failed
	}
	data, err := a.readShort(m.path)
	if failed != nil {
		if err == nil {
			m.stands = archive.Hash(data)
		}
		return StateUnmade, none, nil
	}
	var refusal *xlsx.Refusal
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return StateMissing, none, nil
	case errors.As(err, &refusal):
		return StateUnreadable, none, nil
	case err != nil:
		return "", none, fmt.Errorf("read report: %w", err)
	}
	sum := archive.Hash(data)
	if m.stands = sum; sum == archive.Hash(m.data) {
		return StateSame, none, nil
	}
	diff, err := m.differences(data)
	var unread *sheet.Unread
	if errors.As(err, &unread) {
		return StateUnreadable, none, nil
	}
	if err != nil {
		return "", none, fmt.Errorf("read what was made again: %w", err)
	}
	other := a.OtherBuild(m.rec)
	switch {
	case diff.N == 0:
		return StateResaved, none, nil
	case sum == m.sum && other:
		return StateReworded, diff, nil
	case sum == m.sum:
		return StateRecount, diff, nil
	case a.isAnnounced(m.path, sum):
		return StateStopped, none, nil
	case slices.Contains(m.older, sum):
		return StateOlder, diff, nil
	case m.rec.N == 0 && m.early:
		return StateUncompared, diff, nil
	case m.rec.N == 0:
		return StateUnrecorded, diff, nil
	case a.wroteAs(sum, m.path) != "":
		return StateMisplaced, diff, nil
	case !m.paper && a.manifestBeside(m.path).Names(sum):
		return StateForeign, diff, nil
	case other && m.sum == "" && !m.copied:
		return StateUncompared, diff, nil
	}
	return StateEdited, diff, nil
}

// differences finds where what stands in a file's place differs from it. The error is a *sheet.Unread where that cannot be read.
func (m *made) differences(stands []byte) (sheet.Differences, error) {
	var a, b sheet.Source
	var unread, err error
	if m.read != nil {
		b, err = m.read(m.data)
		a, unread = m.read(stands)
	} else {
		var gives *xlsx.Opened
		if gives, err = (&xlsx.Reader{Own: true}).Open(m.data); err == nil {
			b = gives
			// What stands there is anybody's, and as long as ours only where ours is long.
			a, unread = (&xlsx.Reader{Own: gives.Long()}).Open(stands)
		}
	}
	if err != nil {
		return sheet.Differences{}, err
	}
	if unread != nil {
		return sheet.Differences{}, &sheet.Unread{Err: unread}
	}
	defer collector.LayingOut()() // rows go by here too
	return sheet.Diff(a, b, mostTold)
}

// wroteAs is the place of another file in the reports that a run, as it is on record, wrote with certain bytes; empty where none did.
func (a *reportPass) wroteAs(sum, path string) string {
	for _, r := range a.Archive.WithSHA(sum) {
		place := ""
		switch r.Kind {
		case archive.KindMerge:
			place = a.ws.Folder("reports", r.Period, a.ws.Words.T("file.consolidated"))
		case archive.KindScore:
			place = a.ws.Folder("reports", r.Period, a.ws.Words.T("file.score"))
		case archive.KindBrief:
			place = a.ws.Folder("reports", r.Period, r.Name)
		case archive.KindNotice, archive.KindText:
			place = a.ws.Folder("reports", r.Period, a.ws.Words.T("folder.notices"), archive.SafeName(r.Name))
		}
		if place != "" && place != path {
			return place
		}
	}
	return ""
}

// manifestBeside reads the manifest in a file's folder; the zero one where there is none.
func (a *pass) manifestBeside(path string) outputs.Manifest {
	list, _ := a.ReadManifest(filepath.Join(filepath.Dir(path), outputs.ManifestName))
	return list
}
