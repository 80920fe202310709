package audit

import (
	"errors"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/templates"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Voice puts what an audit found into the words of its reader.
type Voice struct {
	Words *templates.Catalogue
	// Explain puts an error of the layers below into words.
	Explain func(error) string
	// Contrast shortens two texts to the room in a line, so that their difference remains visible.
	Contrast func(stands, gives string) (string, string)
}

// Result is what an audit found.
type Result struct {
	// Lines say it in words, Summary in a form for programs.
	Lines   []string
	Summary map[string]any
	// Wrong counts what is not as it was filed, and what does not follow from the archive.
	Wrong int
}

// ErrNote says that what somebody noted is not the end of a log.
var ErrNote = errors.New("not the end of a log")

// pass is one pass over a workspace, with what it found so far.
type pass struct {
	*outputs.Maker
	ws    *round.Workspace
	disk  archive.Disk
	voice Voice
	Result
}

// Run works everything out again from what was filed. It checks the log's chain and the hash of every file, judges every return by
// the plan of its day, makes the files in the reports, and says what does not agree. With noted it also checks that the log once
// ended where somebody noted; the error is ErrNote if that is not such a note.
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

// then gives a maker of outputs as they were when there were n receipts, by the plan that was used.
func (a *pass) then(n int, plan string) (*outputs.Maker, error) {
	past, err := a.Then(n, plan)
	if err != nil {
		return nil, err
	}
	return outputs.New(past), nil
}

// recordedDay gives the day as of which a receipt's output was made; 0 if it does not say.
func recordedDay(rec archive.Receipt) calendar.Date {
	day, _ := calendar.ParseISO(rec.AsOf)
	return day
}

// readShort reads a file of the reports.
func (a *pass) readShort(path string) ([]byte, error) { return round.ReadShort(a.disk, path) }
