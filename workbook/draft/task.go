package draft

import (
	"slices"

	"duban/workbook"
)

// Task is a task of the draft. Fields are keyed by the plan's column keys; a field that is missing is open.
type Task struct {
	ID     string
	Parent string
	Fields map[string]Said
	// Leads and Supports are the names as they occur; the fields hold them joined.
	Leads, Supports []string
	Milestones      []Milestone
	Stages          []Stage
	Parts           []Part
	// Targets are what it is to have reached by days before its limit, in order of time.
	Targets []PeriodTarget
	// Whole is the place of the sentences that the task was read from, Quote their text.
	Whole Span
	Quote string
	sec   *section
	claim *claim
	// number is its number in a table, empty if the table only counts its rows.
	number string
}

// Milestone is a step of a task with a limit of its own.
type Milestone struct {
	Title, DueText, Due Said
	// ID is its number if the plan has the task; if it is empty the milestones are counted.
	ID string
}

// Stage is the number of a task's units in one stage.
type Stage struct {
	Title, Count Said
	Worth        float64
}

// Number gives the task's number in a table of the document, empty if the table only counts its rows.
func (t *Task) Number() string { return t.number }

// Get gives a field, empty if the text does not say it.
func (t *Task) Get(key string) Said { return t.Fields[key] }

func (t *Task) put(key string, s Said) {
	if s.Filled() || s.Why != "" {
		t.Fields[key] = s
	}
}

// task makes a task of a claim.
func (r *reader) task(cl *claim, sec *section) *Task {
	t := &Task{Fields: map[string]Said{}, sec: sec, claim: cl, Whole: cl.whole.span(), Quote: cl.whole.text}
	t.title(r, cl)
	t.who(r, cl)
	t.measure(r, cl)
	t.shorten()
	t.when(r, cl)
	t.interims(cl.clauses)
	t.byYearEnd(r.rules.Base.Year())
	if by := sec.answers(); by.text != "" {
		t.put(workbook.ColRemark, said(by, by.text))
	}
	t.put(workbook.ColSource, Said{Text: sec.path(), At: t.Whole, Quote: t.Quote})
	return t
}

func said(p piece, text string) Said {
	return Said{Text: text, At: p.span(), Quote: p.text}
}

func texts(names []name) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range names {
		if !seen[n.text] {
			seen[n.text] = true
			out = append(out, n.text)
		}
	}
	return out
}

func without(list, drop []string) []string {
	var out []string
	for _, x := range list {
		if !slices.Contains(drop, x) {
			out = append(out, x)
		}
	}
	return out
}
