package report

import (
	"sort"

	"duban/workbook"
)

// Move says how a task moved since the period before.
type Move uint8

const (
	NewlyDone    Move = iota // finished since then
	NewlyOverdue             // fell overdue since then
	Reopened                 // was finished and is not any more
	Fell                     // completion went down
	Rose                     // completion went up
	Added                    // new since then
)

// key is the move's key in the catalogue (move.<key>).
func (m Move) key() string {
	return [...]string{"done", "overdue", "reopened", "fell", "rose", "added"}[m]
}

// Moved is a task whose class or completion changed since the period before, or that was added.
type Moved struct {
	*TaskLine
	Move Move
	// By is the change of completion in percentage points, not known unless both ends are.
	By workbook.Amount
}

// moves lists the tasks that moved, each once, by kind of move and then in the plan's order. In the first period there are none.
func (l *Ledger) moves() []*Moved {
	var out []*Moved
	for _, tl := range l.Tasks {
		if tl.Was == nil && !tl.Added || !tl.Task.Reports() {
			continue
		}
		m := &Moved{TaskLine: tl, Move: Added}
		if tl.Added {
			out = append(out, m)
			continue
		}
		if tl.Completion.Ratio.Known && tl.Prior.Known {
			m.By = workbook.Known(round9((tl.Completion.Ratio.V - tl.Prior.V) * 100))
		}
		switch was := tl.Was.Class; {
		case tl.Class == ClassDone && was != ClassDone:
			m.Move = NewlyDone
		case tl.Class == ClassOverdue && was != ClassOverdue:
			m.Move = NewlyOverdue
		case tl.Class != ClassDone && was == ClassDone:
			m.Move = Reopened
		case m.By.V < 0:
			m.Move = Fell
		case m.By.V > 0:
			m.Move = Rose
		default:
			continue
		}
		out = append(out, m)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Move < out[j].Move })
	return out
}
