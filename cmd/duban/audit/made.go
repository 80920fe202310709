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

// made is a file of the reports, with what the archive gives for it.
type made struct {
	path string
	data []byte
	// how is the command that makes it again.
	how string
	// read reads a paper as lines, for comparison; it is nil for a workbook, which is compared cell by cell.
	read  func([]byte) (*sheet.Book, error)
	paper bool
	// opaque says that only programs can read it.
	opaque bool
	// many says that it is one of many of a kind: those that agree are named together.
	many bool
	// copied says that it was not worked out again: data is the copy archived when it was written.
	copied bool
	// rec is the receipt of the run that wrote it, sum the file's hash in that receipt, and older the hashes of what earlier runs
	// wrote there. rec is zero if no run is on record.
	rec   archive.Receipt
	sum   string
	older []string
	// stands is the hash of the file in its place, once that was read.
	stands string
	// early says that it may come from an early version, which left no receipt of such files.
	early bool
	// later counts the returns that came in after it was made.
	later int
	// diff says where it differs, and entry what programs are told, once it was compared.
	diff  sheet.Differences
	entry map[string]any
}

// States of a file of the reports, keys of the catalogue under audit. InOrder says which are in order.
const (
	StateSame       = "same"       // byte for byte
	StateResaved    = "resaved"    // every cell is the same; another version laid it out or another program saved it
	StateMissing    = "missing"    // not there; it can be made again
	StateReworded   = "reworded"   // as another build wrote it, by its hash; this build writes it differently
	StateUncompared = "uncompared" // another build wrote it and left no hash; this build writes it differently
	StateEdited     = "edited"     // cells differ, and no run wrote it like this
	StateOlder      = "older"      // what an earlier run wrote
	StateRecount    = "recount"    // as the run on record wrote it, but the archive gives something else
	StateMisplaced  = "misplaced"  // what a run wrote elsewhere
	StateForeign    = "foreign"    // its own manifest says that it was made from other inputs
	StateUnreadable = "unreadable" // no longer a workbook
	StateUnrecorded = "unrecorded" // no run is on record, and the archive gives something else
	StateUnmade     = "unmade"     // the archive lacks what is needed to make it again
	StateStopped    = "stopped"    // a run gave it its name and ended before it wrote its receipt
	StateStray      = "stray"      // has the name of an output, but no run is on record that wrote it
)

// InOrder reports whether a state is no fault.
func InOrder(state string) bool {
	return slices.Contains([]string{StateSame, StateResaved, StateMissing, StateReworded, StateUncompared, StateStopped}, state)
}

// isLacking reports whether an error says that the archive or plan lacks what a file rests on.
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

// stateOf gives the state of a file, and where it differs from what the archive gives; failed is why it could not be made again.
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

// differences finds where the file in its place differs from it. The error is a *sheet.Unread if that cannot be read.
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
			// Anybody may have written that file, so it may be as long as ours only if ours is long.
			a, unread = (&xlsx.Reader{Own: gives.Long()}).Open(stands)
		}
	}
	if err != nil {
		return sheet.Differences{}, err
	}
	if unread != nil {
		return sheet.Differences{}, &sheet.Unread{Err: unread}
	}
	defer collector.LayingOut()() // rows are read one by one here too
	return sheet.Diff(a, b, mostTold)
}

// wroteAs gives the path of another file in the reports that a run on record wrote with the same bytes; empty if none did.
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

// manifestBeside reads the manifest in a file's folder, zero if there is none.
func (a *pass) manifestBeside(path string) outputs.Manifest {
	list, _ := a.ReadManifest(filepath.Join(filepath.Dir(path), outputs.ManifestName))
	return list
}
