package audit

import (
	"errors"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/templates"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Voice has the words of whoever reads what an audit found.
type Voice struct {
	Words *templates.Catalogue
	// Explain has those of an error of the layers below.
	Explain func(error) string
	// Contrast shortens two texts to what a line has room for, so that what differs is in what stays.
	Contrast func(stands, gives string) (string, string)
}

// Result is what an audit found.
type Result struct {
	// Lines say it in words, Summary tells it to programs.
	Lines   []string
	Summary map[string]any
	// Wrong counts what is not as it was filed, and what is not what the archive gives.
	Wrong int
}

// ErrNote says that somebody noted no end of a log.
var ErrNote = errors.New("not the end of a log")

// pass is one pass over a workspace, and what it found so far.
type pass struct {
	*outputs.Maker
	ws    *round.Workspace
	disk  archive.Disk
	voice Voice
	Result
}

// Run works everything out again from what was filed: it holds the log's chain and re-hashes every file, judges every return
// anew by the plan of its day, makes the files in the reports anew, and says what does not agree. With noted it also holds the log to
// where somebody noted that it ended once; the error is ErrNote where that is no such note.
func Run(m *outputs.Maker, v Voice, noted string) (*Result, error) {
	a := &pass{Maker: m, ws: m.Workspace(), disk: m.Disk(), voice: v, Result: Result{Summary: map[string]any{}}}
	a.GoOverAgain()
	unchecked, err := a.log(noted)
	if err != nil {
		return nil, err
	}
	for _, part := range []func() (unchecked int, err error){a.verdicts, a.reports} {
		n, err := part()
		if err != nil {
			return nil, err
		}
		unchecked += n
	}
	if a.Wrong == 0 {
		a.line("audit.sound", "n", unchecked)
	} else {
		a.line("audit.unsound", "n", a.Wrong)
	}
	a.Summary["disagreements"] = a.Wrong
	return &a.Result, nil
}

func (a *pass) line(id string, args ...any) { a.Lines = append(a.Lines, a.voice.Words.T(id, args...)) }

// then makes outputs as they were made when there were n receipts, by the plan that was used.
func (a *pass) then(n int, plan string) (*outputs.Maker, error) {
	past, err := a.Then(n, plan)
	if err != nil {
		return nil, err
	}
	return outputs.New(past), nil
}

// recordedDay is the day on which what a receipt is of was looked at; 0 where it says none.
func recordedDay(rec archive.Receipt) calendar.Date {
	day, _ := calendar.ParseISO(rec.AsOf)
	return day
}

// readShort reads a file of the reports.
func (a *pass) readShort(path string) ([]byte, error) { return round.ReadShort(a.disk, path) }
