package validate

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// ledgerReturn checks a consolidated workbook that came from the level below: which county it is from and for which period, whether its
// ledger still says what was merged there, and whether its figures agree with each other. The reports of the county's bureaus were checked
// by the county.
func (k *returnCheck) ledgerReturn() Verdict {
	l := k.ret.Ledger
	if !k.ledgerIdentity() {
		return k.verdict(true)
	}
	for i := range k.ret.Observations {
		k.observed(&k.ret.Observations[i], k.ret.Tables)
	}
	k.oddities()
	if cutoff := k.ctx.Plan.CutoffDay(k.ctx.Period); l.AsOf != 0 && l.AsOf < cutoff {
		k.add("ledger-early", at(l.Place), "asof", l.AsOf.String(), "cutoff", cutoff.String())
	}
	if !l.HasSources {
		k.add("ledger-without-sources", at(workbook.Place{File: k.ret.File}), "name", l.Forms.Sources.Sheet)
	}
	if k.ledgerHeadings() {
		k.ledgerRows(l.Table)
		k.ledgerGaps()
		k.ledgerProblems()
		k.ledgerSums()
		k.ledgerGone()
	}
	return k.verdict(false)
}

// ledgerIdentity checks which county and period the ledger is of. It returns false if nothing of it can be taken.
func (k *returnCheck) ledgerIdentity() bool {
	l, file := k.ret.Ledger, at(workbook.Place{File: k.ret.File})
	switch b := k.ret.Bureau; {
	case !k.ctx.Plan.Counties():
		k.add("not-ours", file, "kind", workbook.KindConsolidated)
		return false
	case b == nil:
		file.value = l.County
		k.add("ledger-county-unknown", file, "near", k.ctx.Plan.Directory.Suggest(l.County))
		return false
	case !b.SendsLedger:
		file.value = b.Name
		k.add("ledger-not-asked", file)
		return false
	}
	switch {
	case k.ret.Period.IsZero():
		k.add("no-period", file)
		return false
	// The ledger of a weekly or special round has only some of the county's tasks, and nobody asked for it.
	case k.ret.Period.Partial():
		k.add("ledger-partial", file, "found", k.ret.Period.String())
		return false
	case k.ret.Period != k.ctx.Period:
		k.add("wrong-period", file, "found", k.ret.Period.String(), "wanted", k.ctx.Period.String())
		return false
	}
	return true
}

// ledgerHeadings checks that the ledger's sheet and columns are there. If the sheet or a needed column is missing no row is taken, as nobody
// could tell what the others mean, and it returns false.
func (k *returnCheck) ledgerHeadings() bool {
	l := k.ret.Ledger
	if l.Table == nil || l.Table.HeadingRow == 0 {
		a := at(workbook.Place{File: k.ret.File})
		if l.Table != nil {
			a = at(l.Table.Place())
		}
		k.add("ledger-incomplete", a, "name", l.Forms.Ledger.Sheet, "column", "")
		return false
	}
	for _, col := range l.Table.Missing() {
		switch {
		case col.Required:
			k.add("ledger-incomplete", at(l.Table.Place()), "name", l.Forms.Ledger.Sheet, "column", col.Heading)
		case slices.Contains(l.MarksOf(workbook.FormLedger).Columns, col.Key):
			k.add("ledger-column-lost", at(l.Table.Place()), "name", col.Heading)
		}
	}
	if l.Whole() {
		return true
	}
	for _, r := range l.Table.Records {
		k.odd[r] = true
	}
	return false
}

// ledgerProblems checks the list of problems. If it cannot be read it is not taken, and the county's problems stay as they were.
func (k *returnCheck) ledgerProblems() {
	l := k.ret.Ledger
	switch name := l.Forms.Problems.Sheet; {
	case l.HasProblems():
		k.ledgerRows(l.Problems)
	case l.Problems == nil:
		if k.hadProblems() {
			k.add("ledger-problems-lost", at(workbook.Place{File: k.ret.File}), "name", name, "column", "")
		}
	default:
		missing := ""
		if l.Problems.HeadingRow > 0 {
			for _, col := range l.Problems.Missing() {
				if col.Required {
					missing = col.Heading
					break
				}
			}
		}
		k.add("ledger-problems-lost", at(l.Problems.Place()), "name", name, "column", missing)
		for _, r := range l.Problems.Records {
			k.odd[r] = true
		}
	}
}

// hadProblems reports whether a ledger without a list of problems was merged with one. If its identity sheet is lost, it reports whether the
// county had problems before.
func (k *returnCheck) hadProblems() bool {
	if k.ret.Identity.Whole || k.ctx.Prior == nil {
		return len(k.ret.Ledger.MarksOf(workbook.FormProblems).Rows) > 0
	}
	return slices.ContainsFunc(k.ctx.Prior.Problems, func(p *workbook.ProblemRow) bool { return p.Below != nil && p.Bureau == k.b.Code })
}

// ledgerRows checks each row of the ledger or of its list of problems. It reports cells that cannot be read, cells that were overwritten
// since the merge, and rows that were added or are missing.
func (k *returnCheck) ledgerRows(t *workbook.Table) {
	marks := k.ret.Ledger.MarksOf(t.Form.Key)
	number, listed := t.Form.ID[0], ""
	if t.Form.Key == workbook.FormProblems {
		listed = t.Form.Sheet
	}
	there := map[string]*workbook.Record{}
	for _, r := range t.Records {
		if r.ID == "" {
			k.odd[r] = true
			k.add("row-without-number", cell(r, number))
			continue
		}
		if other := there[workbook.Fold(r.ID)]; other != nil {
			k.odd[r], k.odd[other] = true, true
			x := k.add("row-twice", cell(r, number), "first", other.Place(number).Cell())
			x.Value = r.ID
			continue
		}
		there[workbook.Fold(r.ID)] = r
		for i := range t.Form.Columns {
			if r.At(i).State == workbook.Bad && t.Form.Columns[i].Filled != workbook.Computed {
				k.unreadable(r, i, "")
			}
		}
		if len(marks.Rows) == 0 {
			continue // without the identity sheet nobody knows what was merged
		}
		written, known := marks.Rows[marks.Written(r.ID)]
		if !known {
			k.add("ledger-row-added", cell(r, number), "list", listed)
			continue
		}
		for i := range t.Form.Columns {
			col := &t.Form.Columns[i]
			// The results of the ledger's own formulas change with the figures that they use.
			if mark, ok := written[col.Key]; ok && t.Cols[i] > 0 && (r.At(i).Formula() == "" || !workbook.WorkedOut(col.Key)) && !k.has(r.Place(col.Key)) && mark != workbook.CellMark(r.At(i).Raw) {
				about := cell(r, col.Key)
				about.task = r.ID
				x := k.add("ledger-edited", about)
				x.Value = edited(col, r.At(i))
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(marks.Rows)) {
		if there[workbook.Fold(id)] == nil {
			a := at(t.Place())
			a.task = id
			k.add("row-missing", a, "name", "")
		}
	}
}

// edited gives an overwritten cell as a message quotes it.
func edited(col *workbook.Column, d *workbook.Datum) string {
	if col.Type == workbook.PercentColumn && d.Raw.Kind == sheet.Number {
		return formula.PercentText(d.Raw.Num)
	}
	return shown(d)
}

// ledgerGaps compares the difference that a row shows with the two figures that it is the difference of. The formula keeps its old result if
// no program has recalculated it, and somebody may have replaced it by a number.
func (k *returnCheck) ledgerGaps() {
	l := k.ret.Ledger
	for _, r := range l.Table.Records {
		t, gap := l.Task(r), r.Get(workbook.ColGap)
		if k.odd[r] || !t.Completion.Known || !t.Expected.Known || gap.Raw.Kind != sheet.Number {
			continue
		}
		want := (t.Completion.V - t.Expected.V) * 100
		if math.Abs(gap.Raw.Num-want) < 1e-6 {
			continue
		}
		x := k.add("ledger-sum", cell(r, workbook.ColGap), "what", l.Forms.Ledger.Column(workbook.ColGap).Heading, "found", formula.NumberText(gap.Raw.Num),
			"wanted", formula.NumberText(formula.Round(want, 6)))
		x.rec = nil // the row is not held back, as only the figure worked out from its own figures is wrong
	}
}

// ledgerSums compares the counts by area with the ledger's rows.
func (k *returnCheck) ledgerSums() {
	l := k.ret.Ledger
	if l.Areas == nil || l.Areas.HeadingRow == 0 {
		return
	}
	count := map[string]map[string]int{}
	all := map[string]int{}
	for _, r := range l.Table.Records {
		if r.Get(workbook.ColTaskRow).State == workbook.Empty && l.Table.Cols[l.Table.Form.Index(workbook.ColTaskRow)] > 0 {
			continue // added by hand: the formulas do not count it
		}
		area, class := r.Get(workbook.ColAreaOf).Text, l.ClassOf(r)
		if area == "" {
			area = r.Get(workbook.ColArea).Text
		}
		of := count[workbook.Fold(area)]
		if of == nil {
			of = map[string]int{}
			count[workbook.Fold(area)] = of
		}
		for _, n := range []map[string]int{of, all} {
			n[class]++
			n[workbook.ColTasks]++
		}
	}
	for _, r := range l.Areas.Records {
		name := r.Get(workbook.ColArea).Text
		want, known := count[workbook.Fold(name)]
		for _, total := range l.Forms.Total {
			if workbook.SameName(name, total) {
				want, known = all, true
			}
		}
		if !known {
			continue // not an area, but the note below the table
		}
		for i := range l.Areas.Form.Columns {
			col, d := &l.Areas.Form.Columns[i], r.At(i)
			if col.Key == workbook.ColArea || d.Raw.Kind != sheet.Number || d.Raw.Num == float64(want[col.Key]) {
				continue
			}
			x := k.add("ledger-sum", cell(r, col.Key), "what", name+" "+col.Heading, "found", formula.NumberText(d.Raw.Num), "wanted", strconv.Itoa(want[col.Key]))
			x.rec = nil
		}
	}
}

// ledgerGone reports tasks that the county's ledger before this one had and this one lacks.
func (k *returnCheck) ledgerGone() {
	if k.ctx.Prior == nil {
		return
	}
	there := map[string]bool{}
	for _, r := range k.ret.Ledger.Table.Records {
		there[workbook.Fold(r.ID)] = true
	}
	titles := map[string]string{}
	for key, e := range k.ctx.Prior.Entries {
		if e.Ledger != nil && key.Bureau == k.b.Code && !there[workbook.Fold(e.Ledger.Number)] {
			titles[e.Ledger.Number] = e.Ledger.Title
		}
	}
	for _, number := range slices.Sorted(maps.Keys(titles)) {
		a := at(k.ret.Ledger.Table.Place())
		a.task = number
		k.add("ledger-task-gone", a, "name", titles[number])
	}
}
