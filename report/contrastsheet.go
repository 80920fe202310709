package report

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/sheet"
)

// scoped lists the period's findings of one scope: those that stand, then the answered, then the waived ones. Those about tasks that are
// 仅报状态 are left out.
func (k *consolidated) scoped(scope validate.Scope) []*validate.Finding {
	in := map[string]bool{}
	for _, r := range validate.Catalogue() {
		in[r.Code] = r.Scope == scope
	}
	var out []*validate.Finding
	for _, settled := range []string{"stands", "answered", "waived"} {
		for i := range k.l.Findings {
			f := &k.l.Findings[i]
			if _, shown := k.shownTask(f.Task); shown && in[f.Code] && settledAs(f) == settled {
				out = append(out, f)
			}
		}
	}
	return out
}

// contrastSheet lists where a bureau's statement on its own task differs from what dates and figures say (自报与研判不一致).
func (k *consolidated) contrastSheet() *sheet.Sheet {
	t := k.newTable("contrasts", tableHeadRow, []field{
		{key: workbook.ColTask, width: 11, format: sheet.TextFormat}, {key: workbook.ColTitle, width: 30}, {key: workbook.ColBureau, width: 15},
		{key: "finding", width: 44}, {key: workbook.ColProgress, width: 11, format: sheet.Points, align: sheet.AlignCenter},
		{key: colCompletion, width: 10, format: ratioFormat}, {key: colExpected, width: 10, format: ratioFormat},
		{key: colDeadline, width: 12, format: sheet.Date, align: sheet.AlignCenter}, {key: "settled", width: 10, align: sheet.AlignCenter},
		{key: workbook.ColReason, width: 28}, {key: colFrom, width: 36, align: sheet.AlignRun},
	})
	for _, f := range k.scoped(validate.ScopeComputed) {
		t.next(sheet.Body)
		line := k.bureauLine(f)
		if line != nil {
			if e := line.Reported; e != nil && e.Estimate.Known {
				t.put(workbook.ColProgress, sheet.Num(e.Estimate.V))
			}
			t.put(colCompletion, amountOrBlank(line.Completion.Ratio))
			t.put(colExpected, amountOrBlank(line.Expected))
			t.put(colDeadline, dayOrBlank(line.Due))
		}
		k.contradiction(t, f)
		t.put(colFrom, sheet.Str(f.Place.File+" "+f.Place.String()))
	}
	return k.finish(t)
}

// bureauLine finds the ledger's line that a finding is about; nil if there is none.
func (k *consolidated) bureauLine(f *validate.Finding) *Line {
	if tl := k.lineOf(k.l.Plan.Task(f.Task)); tl != nil {
		for _, l := range tl.Lines {
			if l.Bureau.Code == f.Bureau {
				return l
			}
		}
	}
	return nil
}

// contradiction fills in the columns that contrastSheet and otherSheet share.
func (k *consolidated) contradiction(t *table, f *validate.Finding) {
	if tl := k.lineOf(k.l.Plan.Task(f.Task)); tl != nil {
		k.taskLink(t, tl)
		t.put(workbook.ColTitle, sheet.Str(tl.Task.Title))
	}
	if b := k.bureau(f.Bureau); b != nil {
		t.put(workbook.ColBureau, sheet.Str(b.Name))
	}
	settled := settledAs(f)
	c := t.put("finding", sheet.Str(k.finding(f)))
	if settled == "stands" && f.Severity > workbook.Info {
		c.Role = sheet.Warn
	}
	word := k.c.T("settled." + settled)
	if settled == "stands" && f.Severity == workbook.Info {
		word = k.c.T("choice.severity.info") // nobody has to answer a remark
	}
	t.put("settled", sheet.Str(word))
	t.put(workbook.ColReason, sheet.StrOrBlank(f.Reason))
}

// otherSheet lists where bureaus' returns contradict each other (牵头配合不一致), with both cells.
func (k *consolidated) otherSheet() *sheet.Sheet {
	t := k.newTable("others", tableHeadRow, []field{
		{key: workbook.ColTask, width: 11, format: sheet.TextFormat}, {key: workbook.ColTitle, width: 30}, {key: workbook.ColBureau, width: 15},
		{key: "finding", width: 84}, {key: "settled", width: 9, align: sheet.AlignCenter}, {key: workbook.ColReason, width: 20},
		{key: colFrom, width: 40, align: sheet.AlignRun}, {key: "beside", width: 68, align: sheet.AlignRun},
	})
	for _, same := range k.sameSaid(k.scoped(validate.ScopeOthers)) {
		f := same[0]
		t.next(sheet.Body)
		k.contradiction(t, f)
		t.put(workbook.ColBureau, sheet.Str(k.names(k.bureausOf(same), len(same))))
		t.put(colFrom, sheet.Str(f.Place.File+" "+f.Place.String()))
		t.put("beside", sheet.StrOrBlank(k.placesBeside(f)))
	}
	return k.finish(t)
}

// placesBeside names the cells in other bureaus' returns that a finding is about, as many as fit a cell; an ellipsis follows if there are
// more.
func (k *consolidated) placesBeside(f *validate.Finding) string {
	const more = "…"
	var b strings.Builder
	for i, p := range f.Beside {
		if i > 0 {
			b.WriteString(k.c.T("filenote.join"))
		}
		place := p.File + " " + p.String()
		if b.Len()+len(place)+2*len(more) > sheet.MaxCellLen { // counted in bytes, never fewer than the characters that a cell counts
			b.WriteString(more)
			return b.String()
		}
		b.WriteString(place)
	}
	if n, err := strconv.Atoi(f.Args["n"]); err == nil && n > len(f.Beside) {
		b.WriteString(more)
	}
	return b.String()
}

// sameSaid groups findings that are one contradiction, found in the return of each bureau that takes part in it. Those that are settled in
// different ways stay apart.
func (k *consolidated) sameSaid(findings []*validate.Finding) [][]*validate.Finding {
	var out [][]*validate.Finding
	at := map[string]int{}
	for _, f := range findings {
		cells := []string{f.Place.File + " " + f.Place.String()}
		for _, p := range f.Beside {
			cells = append(cells, p.File+" "+p.String())
		}
		sort.Strings(cells)
		key := strings.Join(append(cells, f.Code, f.Task, settledAs(f), f.Reason), "\x00")
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], f)
	}
	return out
}

// bureausOf lists the bureaus in whose returns the findings are, each once.
func (k *consolidated) bureausOf(findings []*validate.Finding) []*workbook.Bureau {
	var out []*workbook.Bureau
	for _, f := range findings {
		if b := k.bureau(f.Bureau); b != nil && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}
