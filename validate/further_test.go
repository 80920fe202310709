package validate

import (
	"fmt"
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Of very many findings some of every kind are kept, errors before warnings and these before remarks, and the last kept one of a kind
// says how many there are besides: all counts are right.
func TestManyFindingsAreShortened(t *testing.T) {
	plan := &workbook.Plan{}
	of := func(code string, severity workbook.Severity, n int) (out []Finding) {
		for i := range n {
			out = append(out, Finding{Code: code, Severity: severity, Place: workbook.Place{Ref: sheet.At(i+1, 1)}})
		}
		return out
	}
	answered := of("vague", warning, 4)
	for i := range answered {
		answered[i].Answered = true
	}
	all := slices.Concat(of("remark", workbook.Info, 5000), of("no-date", problem, 3000), of("seal-lost", warning, 1), of("no-number", problem, 300), of("vague", warning, 2000), answered)
	out := shorten(all, nil, plan)
	kept, counted := map[string]int{}, map[string]int{}
	for i := range out {
		f := &out[i]
		key := fmt.Sprint(f.Code, f.Answered)
		kept[key]++
		counted[key] += f.Number()
	}
	if len(out) > MostFindings || len(out) < MostFindings-len(kept) {
		t.Errorf("%d are kept", len(out))
	}
	for key, want := range map[string][2]int{"remarkfalse": {1, 5000}, "no-datefalse": {696, 3000}, "no-numberfalse": {300, 300}, "seal-lostfalse": {1, 1}, "vaguefalse": {1, 2000}, "vaguetrue": {1, 4}} {
		if kept[key] != want[0] || counted[key] != want[1] {
			t.Errorf("%s: %d of %d are kept, want %d of %d", key, kept[key], counted[key], want[0], want[1])
		}
	}
	if got := shorten(all[:MostFindings], nil, plan); len(got) != MostFindings || got[MostFindings-1].Further != nil {
		t.Error("no more than are kept were shortened")
	}
	for _, c := range []struct {
		sizes             []int
		room, level, used int
	}{{nil, 5, 0, 0}, {[]int{3, 1}, 5, 3, 4}, {[]int{9, 1, 9}, 8, 3, 7}, {[]int{9, 9}, 0, 0, 0}} {
		if level, used := share(c.sizes, c.room); level != c.level || used != c.used {
			t.Errorf("%v in %d: %d, %d, want %d, %d", c.sizes, c.room, level, used, c.level, c.used)
		}
	}
}

// Findings that are not listed are answered, waived and counted, and hold their rows back, like those that are.
func TestFindingsThatAreOnlyCounted(t *testing.T) {
	form := &workbook.Form{Key: workbook.FormProgress, Columns: []workbook.Column{{Key: workbook.ColTask, Heading: "任务编号"}}}
	table := &workbook.Table{Form: form, Cols: []int{1}}
	k := &returnCheck{ctx: &Context{Plan: &workbook.Plan{Waivers: []*workbook.Waiver{{Rule: "late", Approver: "县长"}}}}, ret: &workbook.Return{Tables: map[string]*workbook.Table{workbook.FormProgress: table}}}
	k.excess = &excess{plan: k.ctx.Plan, settle: func(x *found) { k.answer(x); k.waive(x) }}
	const n = MostFindings + 500
	for i := range n {
		r := &workbook.Record{Table: table, Row: i + 1}
		table.Records = append(table.Records, r)
		k.add("no-date", cell(r, workbook.ColTask))
		x := k.add("vague", cell(r, workbook.ColTask))
		x.Severity, x.Answered = warning, i == n-1 // as whoever finds something may add to it
		k.add("late", cell(r, workbook.ColTask))
		if p := r.Place(workbook.ColTask); !k.has(p) {
			t.Fatalf("no error at %v", p)
		}
	}
	v := k.verdict(false)
	if v.Errors() != n || v.Warnings() != n-1 || v.HeldRows() != n || len(v.Held) != n || v.Taken != 0 || len(v.Findings) > MostFindings {
		t.Errorf("%d errors, %d warnings, %d held, %d taken, %d kept", v.Errors(), v.Warnings(), len(v.Held), v.Taken, len(v.Findings))
	}
	waived, answered := 0, 0
	for i := range v.Findings {
		if f := &v.Findings[i]; f.Waived {
			waived += f.Number()
		} else if f.Answered {
			answered += f.Number()
		}
	}
	if waived != n || answered != 1 {
		t.Errorf("%d waived, %d answered", waived, answered)
	}
	v.Settled(k.ret)
	if len(v.Held) != mostHeldKept || v.HeldRows() != n || v.HeldToo(form.Key) != n-mostHeldKept || !v.Held[table.Records[0]] {
		t.Errorf("%d rows are known, %d in all", len(v.Held), v.HeldRows())
	}
}

// The number of held rows is the same however often Settled is called.
func TestSettledTwiceIsSettledOnce(t *testing.T) {
	const each = mostHeldKept + 500
	r := &workbook.Return{Tables: map[string]*workbook.Table{}}
	v := &Verdict{Held: map[*workbook.Record]bool{}}
	for _, form := range []string{"one", "other"} {
		table := &workbook.Table{}
		for range each {
			rec := &workbook.Record{Table: table}
			table.Records = append(table.Records, rec)
			v.Held[rec] = true
		}
		r.Tables[form] = table
	}
	for range 2 {
		v.Settled(r)
		if v.HeldRows() != 2*each || v.HeldToo("other") != each-mostHeldKept || len(v.Held) != 2*mostHeldKept {
			t.Errorf("%d rows are known, %d in all", len(v.Held), v.HeldRows())
		}
	}
}

// A guess is only looked for while findings are listed.
func TestGuessesAreMadeWhereTheyAreTold(t *testing.T) {
	k := &findings{excess: &excess{settle: func(*found) {}}}
	guesses := 0
	for range 2 * MostFindings {
		near := k.guess("needed-unknown", func() string { guesses++; return "财政局" })
		k.add("needed-unknown", about{}, "near", near)
	}
	if guesses > MostFindings+1 {
		t.Errorf("%d guesses", guesses)
	}
	for i := range k.list {
		if k.list[i].Args["near"] != "财政局" {
			t.Fatalf("the %d. finding on the list has none", i+1)
		}
	}
}
