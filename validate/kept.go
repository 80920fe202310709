package validate

import (
	"maps"
	"slices"

	"duban/workbook"
	"duban/workbook/compact"
	"duban/workbook/sheet"
)

// heldBack marks a held row in a kept return.
const heldBack = 1

// Keep writes the verdict on a return of the plan, with the parts of the return that are still needed once it is checked, for Kept to read.
// The return must have been reduced and settled. If it returns false the return cannot be kept, and what was written must be thrown away.
func (v *Verdict) Keep(w *compact.Writer, r *workbook.Return, plan *workbook.Plan) bool {
	if v.Refused || !r.Keepable(plan) {
		return false
	}
	held := 0
	r.Keep(w, func(rec *workbook.Record) byte {
		if v.Held[rec] {
			held++
			return heldBack
		}
		return 0
	})
	w.Int(v.Taken)
	w.Int(v.Adrift)
	w.Int(len(v.heldToo))
	for _, form := range slices.Sorted(maps.Keys(v.heldToo)) {
		w.Text(form)
		w.Int(v.heldToo[form])
	}
	w.Int(len(v.Findings))
	for i := range v.Findings {
		keep(w, &v.Findings[i])
	}
	return held == len(v.Held)
}

// Kept reads what Keep wrote and gives the return of a file and its verdict. Plan, forms and switches, the county's changes of rules in force,
// have to be those that the return was checked with. It returns false if the bytes are not what Keep writes.
func Kept(in *compact.Reader, file string, plan *workbook.Plan, forms *workbook.TemplateForms, switches map[string]*workbook.Switch) (*workbook.Return, Verdict, bool) {
	v := Verdict{Held: map[*workbook.Record]bool{}}
	r := workbook.KeptReturn(in, file, plan, forms, func(rec *workbook.Record, mark byte) {
		if mark == heldBack {
			v.Held[rec] = true
		}
	})
	v.Taken, v.Adrift = in.Int(), in.Int()
	if n := in.Count(2); n > 0 {
		v.heldToo = make(map[string]int, n)
		for range n {
			form := in.Text()
			v.heldToo[form] = in.Int()
		}
	}
	if n := in.Count(10); n > 0 {
		v.Findings = make([]Finding, n)
	}
	for i := range v.Findings {
		kept(in, &v.Findings[i], switches)
	}
	return r, v, r != nil
}

// Flags of a finding.
const (
	isAnswered byte = 1 << iota
	isWaived
	isSwitched
	hasFurther
)

// texts lists the texts of a finding, each of which may be empty, in the order in which they are written.
func (f *Finding) texts() []*string {
	return []*string{&f.Code, &f.Bureau, &f.Period, &f.Task, &f.Field, &f.Value, &f.Form, &f.Row, &f.Message, &f.Reason, &f.Approver}
}

func keep(w *compact.Writer, f *Finding) {
	w.Byte(byte(f.Severity))
	w.Byte(compact.Flag(f.Answered, isAnswered) | compact.Flag(f.Waived, isWaived) | compact.Flag(f.Switch != nil, isSwitched) | compact.Flag(f.Further != nil, hasFurther))
	for _, s := range f.texts() {
		w.Text(*s)
	}
	keepPlace(w, f.Place)
	w.Int(len(f.Args))
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		w.Text(name)
		w.Text(f.Args[name])
	}
	w.Int(len(f.Beside))
	for _, p := range f.Beside {
		keepPlace(w, p)
	}
	if f.Further != nil {
		w.Int(f.Further.N)
		w.Int(len(f.Further.Tasks))
		for _, id := range f.Further.Tasks {
			w.Text(id)
		}
	}
}

func kept(in *compact.Reader, f *Finding, switches map[string]*workbook.Switch) {
	f.Severity = workbook.Severity(in.Byte())
	flags := in.Byte()
	f.Answered, f.Waived = flags&isAnswered != 0, flags&isWaived != 0
	for _, s := range f.texts() {
		*s = in.Text()
	}
	if flags&isSwitched != 0 {
		if f.Switch = switches[f.Code]; f.Switch == nil {
			in.Fail()
		}
	}
	f.Place = keptPlace(in)
	if n := in.Count(2); n > 0 {
		f.Args = make(map[string]string, n)
		for range n {
			name := in.Text()
			f.Args[name] = in.Text()
		}
	}
	if n := in.Count(4); n > 0 {
		f.Beside = make([]workbook.Place, n)
	}
	for i := range f.Beside {
		f.Beside[i] = keptPlace(in)
	}
	if flags&hasFurther != 0 {
		f.Further = &Further{N: in.Int(), Tasks: make([]string, in.Count(1))}
		for i := range f.Further.Tasks {
			f.Further.Tasks[i] = in.Text()
		}
	}
}

func keepPlace(w *compact.Writer, p workbook.Place) {
	w.Text(p.File)
	w.Text(p.Sheet)
	w.Int(p.Ref.Row)
	w.Int(p.Ref.Col)
}

func keptPlace(in *compact.Reader) workbook.Place {
	return workbook.Place{File: in.Text(), Sheet: in.Text(), Ref: sheet.Ref{Row: in.Int(), Col: in.Int()}}
}
