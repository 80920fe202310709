package validate

import (
	"sync"

	"github.com/go-playground/validator/v10"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// Checker checks plans and returns. It parses each rule once. Several goroutines may use it at a time.
type Checker struct {
	tags  *validator.Validate
	rules map[string]*Rule

	mu    sync.Mutex
	bound map[boundKey]*boundRule
}

// New makes a checker.
func New() *Checker {
	return &Checker{tags: validator.New(), rules: index(ruleList()), bound: map[boundKey]*boundRule{}}
}

// Rule finds a rule of the catalogue by its code, nil if there is none.
func (c *Checker) Rule(code string) *Rule { return c.rules[workbook.Fold(code)] }

// found is a finding with the row that it may hold back, and whose 情况说明 may answer it; rec is nil if it is about no row.
type found struct {
	Finding
	rec *workbook.Record
}

// findings collects what a check finds.
type findings struct {
	rules map[string]*Rule
	// switches holds the county's changes of rules that are in force, by code.
	switches map[string]*workbook.Switch
	bureau   string
	period   string
	list     []found
	// quiet leaves out findings of info level.
	quiet bool
	// excess counts the findings beyond those that are listed; nil if all are listed.
	excess *excess
	// wrong holds the cells with an error among the first findings of the list; looked is how many of them it covers.
	wrong  map[workbook.Place]bool
	looked int
}

// about says what a finding is about: a cell of a row, or any other place.
type about struct {
	rec   *workbook.Record
	field string // key of the column
	place workbook.Place
	task  string
	value string
}

// cell gives what a finding about a column's cell in a row needs.
func cell(r *workbook.Record, field string) about {
	a := about{rec: r, field: field, place: r.Place(field), value: shown(r.Get(field))}
	if r.Table.Form.Has(workbook.ColTask) {
		a.task = r.Get(workbook.ColTask).Text
	}
	return a
}

// shown gives a cell's content as messages quote it: as people see it if that is known, otherwise numbers with the fifteen digits that
// Excel shows. Long texts are cut.
func shown(d *workbook.Datum) string {
	raw := d.Raw.String()
	if text := d.Text; text != "" && text != raw {
		return quoted(text)
	}
	if d.Raw.Kind == sheet.Number {
		raw = formula.NumberText(d.Raw.Num)
	}
	return quoted(raw)
}

// at gives what a finding about a place that is not a cell of a table needs.
func at(p workbook.Place) about { return about{place: p} }

// add puts a finding on the list, unless the county switched its rule off or enough of its kind are listed. args are the message's
// arguments, name and value in turn. It never returns nil: the caller may add to a finding that is not on the list.
func (f *findings) add(code string, a about, args ...string) *found {
	x := found{rec: a.rec, Finding: Finding{Code: code, Severity: problem, Bureau: f.bureau, Period: f.period, Place: a.place,
		Task: a.task, Value: a.value}}
	if r := f.rules[code]; r != nil {
		x.Severity = r.Severity
	}
	if s := f.switches[code]; s != nil {
		if x.Severity, x.Switch = s.Severity, s; s.Off {
			return &x
		}
	}
	if f.quiet && x.Severity == workbook.Info {
		return &x
	}
	if a.rec != nil {
		x.Field = heading(a.rec.Table.Form, a.field)
		x.Form, x.Row = a.rec.Table.Form.Key, a.rec.ID
	} else {
		x.Field = a.field
	}
	if len(args) > 0 {
		x.Args = make(map[string]string, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			x.Args[args[i]] = args[i+1]
		}
	}
	if e := f.excess; e != nil {
		f.countWaiting()
		if e.tooMany(f.list, code) {
			e.last, e.waits = x, true
			return &e.last
		}
	}
	f.list = append(f.list, x)
	return &f.list[len(f.list)-1]
}

// has reports whether a cell already has a finding of error level.
func (f *findings) has(p workbook.Place) bool {
	for ; f.looked < len(f.list); f.looked++ {
		f.markWrong(&f.list[f.looked])
	}
	if e := f.excess; e != nil && e.waits && e.last.Severity == problem && e.last.Place == p {
		return true
	}
	return f.wrong[p]
}

func (f *findings) markWrong(x *found) {
	if x.Severity != problem {
		return
	}
	if f.wrong == nil {
		f.wrong = map[workbook.Place]bool{}
	}
	f.wrong[x.Place] = true
}

// heading gives a column's heading, or the key itself if the form has no such column.
func heading(f *workbook.Form, key string) string {
	if i := f.Index(key); i >= 0 {
		return f.Columns[i].Heading
	}
	return key
}

// observed turns what decoding observed into a finding.
func (f *findings) observed(o *workbook.Observation, tables map[string]*workbook.Table) *found {
	a := about{place: o.Place, task: o.Task, value: quoted(o.Value), field: o.Field}
	for _, t := range tables {
		if o.Field != "" && t.Sheet == o.Place.Sheet && t.File == o.Place.File {
			for _, r := range t.Records {
				if r.Row == o.Place.Ref.Row {
					a.rec = r
				}
			}
		}
	}
	args := make([]string, 0, len(o.Args)+2)
	for i := 0; i+1 < len(o.Args); i += 2 {
		name := o.Args[i]
		if name == "sheet" {
			name = "name" // {{.sheet}} is where the finding is
		}
		word := o.Args[i+1]
		if !Lists(name) {
			word = quoted(word)
		}
		args = append(args, name, word)
	}
	return f.add(o.Code, a, args...)
}
