package workbook

import (
	"maps"
	"math"
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/compact"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// Once a return is judged, little of it is still needed: whose it is, and what the bureau typed into the rows that it touched or that are
// held back. Only this is kept, and a return can be made anew from it. What is not kept is dropped from a return that was just judged
// too, so that no result can come to rest on it.

// Reduce drops what a judged return no longer needs. held reports whether a row is held back. A ledger of the level below stays as it is.
func (r *Return) Reduce(held func(*Record) bool) {
	if r.Ledger != nil {
		return
	}
	if d := r.NothingReason; d != nil {
		d = &Datum{State: d.State, Text: d.Text}
		r.NothingReason = d
	}
	*r = Return{File: r.File, Bureau: r.Bureau, Period: r.Period, Nothing: r.Nothing, NothingReason: r.NothingReason, Tables: r.Tables}
	for key, t := range r.Tables {
		t.Records = slices.DeleteFunc(t.Records, func(rec *Record) bool { return !rec.Touched() && !held(rec) })
		*t = Table{Form: t.Form, File: t.File, Sheet: t.Sheet, Cols: t.Cols, Records: t.Records}
		bare := map[Datum][]Datum{}
		for _, rec := range t.Records {
			switch {
			case held(rec):
				rec.data = rec.bare(bare)
			case fixed(key): // in a county's own list every column counts
				rec.data = slices.DeleteFunc(rec.data, func(d Datum) bool { return rec.column(&d).Filled != ByBureau })
			}
		}
	}
}

// Own gives a reduced return copies of its strings: those that were read share memory with all texts of the file.
func (r *Return) Own() {
	if d := r.NothingReason; d != nil {
		d.Text = strings.Clone(d.Text)
	}
	for _, t := range r.Tables {
		for _, rec := range t.Records {
			rec.ID = strings.Clone(rec.ID)
			for i := range rec.data {
				rec.data[i].ownTexts()
			}
		}
	}
}

// bare gives the one cell that still says of a held-back row that the bureau typed something into it; nil if it typed nothing. like holds
// such cells, so that rows share them.
func (r *Record) bare(like map[Datum][]Datum) []Datum {
	for i := range r.data {
		d := &r.data[i]
		if r.column(d).Filled != ByBureau || d.State == Empty {
			continue
		}
		one := Datum{State: d.State, col: d.col}
		if like[one] == nil {
			like[one] = []Datum{one}
		}
		return like[one]
	}
	return nil
}

// fixed reports whether a form is one of the program's own and not a county's list.
func fixed(key string) bool {
	switch key {
	case FormProgress, FormMilestoneState, FormStageState, FormIndicatorState, FormStepState, FormProblems:
		return true
	}
	return false
}

// Keep writes a reduced return for KeptReturn. Rows are written in the order of the forms' keys; mark gives a byte for each row.
func (r *Return) Keep(w *compact.Writer, mark func(*Record) byte) {
	w.Text(r.Bureau.Code)
	k := keeper{w}
	k.period(r.Period)
	w.Bool(r.Nothing)
	w.Bool(r.NothingReason != nil)
	if d := r.NothingReason; d != nil {
		w.Byte(byte(d.State))
		w.Text(d.Text)
	}
	w.Int(len(r.Tables))
	for _, key := range slices.Sorted(maps.Keys(r.Tables)) {
		t := r.Tables[key]
		w.Text(key)
		w.Text(t.Sheet)
		w.Int(len(t.Cols))
		for _, c := range t.Cols {
			w.Int(c)
		}
		w.Int(len(t.Records))
		for _, rec := range t.Records {
			w.Int(rec.Row)
			w.Text(rec.ID)
			w.Byte(mark(rec))
			w.Int(len(rec.data))
			for i := range rec.data {
				k.datum(&rec.data[i])
			}
		}
	}
}

// Keepable reports whether a judged return can be kept: it is of a bureau in the plan, and no ledger.
func (r *Return) Keepable(plan *Plan) bool {
	return r.Ledger == nil && r.Bureau != nil && plan.Directory.Bureau(r.Bureau.Code) == r.Bureau
}

// KeptReturn makes a return of a file anew from what Keep wrote, against the same plan and forms. It is nil if the input is not of that
// kind. mark receives each row's byte.
func KeptReturn(in *compact.Reader, file string, plan *Plan, forms *TemplateForms, mark func(*Record, byte)) *Return {
	k := kept{in}
	r := &Return{File: file, Bureau: plan.Directory.Bureau(in.Text()), Period: k.period(), Nothing: in.Bool(), Tables: map[string]*Table{}}
	if in.Bool() {
		r.NothingReason = &Datum{State: State(in.Byte()), Text: in.Text()}
	}
	for range in.Count(4) {
		t := &Table{Form: plan.returnForm(in.Text(), forms), File: file, Sheet: in.Text()}
		if t.Form == nil || in.Int() != len(t.Form.Columns) {
			in.Fail()
			return nil
		}
		t.Cols = make([]int, len(t.Form.Columns))
		for i := range t.Cols {
			t.Cols[i] = in.Int()
		}
		t.Records = make([]*Record, in.Count(4))
		for i := range t.Records {
			rec := &Record{Table: t, Row: in.Int(), ID: in.Text()}
			by := in.Byte()
			rec.data = make([]Datum, in.Count(5))
			for j := range rec.data {
				d := &rec.data[j]
				k.datum(d)
				if int(d.col) >= len(t.Cols) || j > 0 && d.col <= rec.data[j-1].col {
					in.Fail()
					return nil
				}
			}
			t.Records[i] = rec
			mark(rec, by)
		}
		r.Tables[t.Form.Key] = t
	}
	if r.Bureau == nil {
		in.Fail()
		return nil
	}
	return r
}

// returnForm is the form of a return by its key, nil if there is none.
func (p *Plan) returnForm(key string, forms *TemplateForms) *Form {
	for _, f := range p.ReturnForms(forms) {
		if f.Key == key {
			return f
		}
	}
	return nil
}

// keeper writes the parts of returns, kept reads them.
type (
	keeper struct{ *compact.Writer }
	kept   struct{ *compact.Reader }
)

// A period is kept as its kind and first day, which name no other.
func (k keeper) period(p calendar.Period) {
	k.Int(int(p.Kind()))
	k.Int(int(p.First()))
}

func (k kept) period() calendar.Period {
	kind := calendar.PeriodKind(k.Int())
	return calendar.PeriodOf(kind, calendar.Date(k.Int()))
}

// Parts of a cell that only some cells have.
const (
	keptRawNumber byte = 1 << iota
	keptRawText
	keptText
	keptNumber
	keptDate
	keptKey
	keptDress
	keptMore
)

func (k keeper) datum(d *Datum) {
	k.Uint(uint64(d.col))
	k.Byte(byte(d.State))
	k.Byte(byte(d.Raw.Kind))
	has := compact.Flag(math.Float64bits(d.Raw.Num) != 0, keptRawNumber) | compact.Flag(d.Raw.Text != "", keptRawText) | compact.Flag(d.Text != "", keptText) |
		compact.Flag(math.Float64bits(d.Num) != 0, keptNumber) | compact.Flag(d.Date != 0, keptDate) | compact.Flag(d.Key != "", keptKey) |
		compact.Flag(d.Format != 0 || d.Shown != 0 || d.fault != 0, keptDress) | compact.Flag(d.more != nil, keptMore)
	k.Byte(has)
	if has&keptRawNumber != 0 {
		k.Float(d.Raw.Num)
	}
	if has&keptRawText != 0 {
		k.Text(d.Raw.Text)
	}
	if has&keptText != 0 {
		k.Text(d.Text)
	}
	if has&keptNumber != 0 {
		k.Float(d.Num)
	}
	if has&keptDate != 0 {
		k.Int(int(d.Date))
	}
	if has&keptKey != 0 {
		k.Text(d.Key)
	}
	if has&keptDress != 0 {
		k.Byte(byte(d.Format))
		k.Byte(byte(d.Shown))
		k.Byte(d.fault)
	}
	if has&keptMore != 0 {
		k.more(d.more)
	}
}

func (k kept) datum(d *Datum) {
	d.col = uint16(k.Uint())
	d.State = State(k.Byte())
	d.Raw.Kind = sheet.Kind(k.Byte())
	has := k.Byte()
	if has&keptRawNumber != 0 {
		d.Raw.Num = k.Float()
	}
	if has&keptRawText != 0 {
		d.Raw.Text = k.Text()
	}
	if has&keptText != 0 {
		d.Text = k.Text()
	}
	if has&keptNumber != 0 {
		d.Num = k.Float()
	}
	if has&keptDate != 0 {
		d.Date = calendar.Date(k.Int())
	}
	if has&keptKey != 0 {
		d.Key = k.Text()
	}
	if has&keptDress != 0 {
		d.Format, d.Shown = sheet.Format(k.Byte()), sheet.Shown(k.Byte())
		if d.fault = k.Byte(); int(d.fault) >= len(faults) {
			k.Fail()
			d.fault = 0
		}
	}
	if has&keptMore != 0 {
		d.more = k.more()
	}
}

func (k keeper) more(m *more) {
	k.Text(m.formula)
	k.Bool(m.merged != nil)
	if m := m.merged; m != nil {
		for _, n := range []int{m.First.Row, m.First.Col, m.Last.Row, m.Last.Col} {
			k.Int(n)
		}
	}
	k.Int(len(m.list))
	for _, name := range m.list {
		k.Text(name)
	}
	k.Int(len(m.repairs))
	for _, r := range m.repairs {
		k.Text(string(r))
	}
}

func (k kept) more() *more {
	m := &more{formula: k.Text()}
	if k.Bool() {
		m.merged = &sheet.Range{First: sheet.Ref{Row: k.Int(), Col: k.Int()}, Last: sheet.Ref{Row: k.Int(), Col: k.Int()}}
	}
	for range k.Count(1) {
		m.list = append(m.list, k.Text())
	}
	for range k.Count(1) {
		m.repairs = append(m.repairs, numeral.Repair(k.Text()))
	}
	return m
}
