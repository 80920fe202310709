package validate

import (
	"maps"
	"sort"

	"duban/workbook"
	"duban/workbook/calendar"
)

// verdict makes the verdict of the findings: which warnings are answered, what is waived, which rows are held back.
func (k *returnCheck) verdict(refused bool) Verdict {
	v := Verdict{Refused: refused, Held: map[*workbook.Record]bool{}}
	if !refused {
		for i := range k.list {
			k.answer(&k.list[i])
			k.waive(&k.list[i])
		}
	}
	k.listKinds()
	for i := range k.list {
		if x := &k.list[i]; x.holdsBack() {
			v.Held[x.rec] = true
		}
	}
	maps.Copy(v.Held, k.excess.held)
	for r := range k.odd {
		v.Held[r] = true
	}
	for r := range v.Held {
		if k.adrift(r) {
			v.Adrift++
		}
	}
	for _, t := range k.ret.Tables {
		for _, r := range t.Records {
			if !v.Holds(r) && r.Touched() {
				v.Taken++
			}
		}
	}
	order := []string{k.ret.CoverPlace.Sheet}
	if k.ctx.Forms != nil {
		for _, f := range k.forms() {
			if t := k.ret.Tables[f.Key]; t != nil {
				order = append(order, t.Sheet)
			}
		}
	}
	v.Findings = shorten(k.sorted(order), k.excess.tallies, k.ctx.Plan)
	return v
}

// adrift reports whether a row has no entry from the period before that could count instead. What a county's ledger lists stands as it did.
func (k *returnCheck) adrift(r *workbook.Record) bool {
	switch {
	case k.ret.Ledger != nil:
		return false
	case numbered(r.Table.Form):
		_, mine, _ := k.inPlan(r)
		return !mine
	}
	_, issued := k.issuedID(r)
	return !issued
}

// holdsBack reports whether a finding holds its row back.
func (x *found) holdsBack() bool { return x.rec != nil && x.Severity == problem && x.Counts() }

// answer takes the reason in a row's 情况说明, or in 说明 on sheets without that column, as the answer to its warnings.
func (k *returnCheck) answer(x *found) {
	if x.rec == nil || x.Severity != warning {
		return
	}
	form := x.rec.Table.Form
	if form.Key == workbook.FormLedger {
		return // the texts in a ledger are those of the bureaus below, about their work
	}
	key := workbook.ColAnswer
	if !form.Has(key) {
		key = workbook.ColText
	}
	if d := x.rec.Get(key); d.Filled() {
		x.Answered, x.Reason = true, d.Text
	}
}

// waive applies the plan's waivers to a finding about the return.
func (k *returnCheck) waive(x *found) {
	waive(k.ctx.Plan, k.b, k.ctx.Period, &x.Finding)
}

// waive applies the plan's waivers to a finding. A waiver is for a rule and a bureau, for a period or all, for a task or all. It does not
// count without an approver.
func waive(p *workbook.Plan, b *workbook.Bureau, per calendar.Period, f *Finding) {
	for _, w := range p.Waivers {
		if w.Approver == "" || w.Bureau != b || !workbook.SameName(w.Rule, f.Code) {
			continue
		}
		if !w.Period.IsZero() && w.Period != per && !w.Period.Contains(per.Last()) {
			continue
		}
		if w.Task != "" && !workbook.SameName(w.Task, f.Task) {
			continue
		}
		f.Waived, f.Reason, f.Approver = true, w.Reason, w.Approver
		return
	}
}

// sorted gives the findings by file, sheet in the order given, row, column and code.
func (f *findings) sorted(sheets []string) []Finding {
	rank := make(map[string]int, len(sheets))
	for i, s := range sheets {
		rank[s] = i + 1
	}
	// Findings about the file come before those about the given sheets, findings about other sheets after them.
	of := func(sheet string) int {
		switch n, ok := rank[sheet]; {
		case ok:
			return n
		case sheet == "":
			return 0
		}
		return len(sheets) + 1
	}
	out := make([]Finding, len(f.list))
	for i := range f.list {
		out[i] = f.list[i].Finding
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := &out[i], &out[j]
		switch {
		case a.Place.File != b.Place.File:
			return a.Place.File < b.Place.File
		case of(a.Place.Sheet) != of(b.Place.Sheet):
			return of(a.Place.Sheet) < of(b.Place.Sheet)
		case a.Place.Sheet != b.Place.Sheet:
			return a.Place.Sheet < b.Place.Sheet
		case a.Place.Ref.Row != b.Place.Ref.Row:
			return a.Place.Ref.Row < b.Place.Ref.Row
		case a.Place.Ref.Col != b.Place.Ref.Col:
			return a.Place.Ref.Col < b.Place.Ref.Col
		}
		return a.Code < b.Code
	})
	return out
}
