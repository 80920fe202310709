package report

import (
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// sourceKey identifies an accepted value by form, task, row and bureau.
type sourceKey struct{ form, task, id, bureau string }

// sourceRow is where an accepted value came from.
type sourceRow struct {
	key    sourceKey
	period calendar.Period
	from   *workbook.Source
	// below lists the cells that the value came from one level down, and further down.
	below []workbook.Hop
}

// sourceList holds the sources in the order of their sheet, so that other sheets can link to them before it is laid out. Nearly all sources
// are those of bureaus' entries. They come first and are made from the lines when needed, to save memory.
type sourceList struct {
	tab     string
	entries []*Line
	others  []sourceRow
	// at gives the row of each of the others, entry that of each entry. Rows count from 0 and include those for the levels below; n is
	// their number.
	at    map[sourceKey]int
	entry map[*Line]int32
	n     int
}

// len counts the sources.
func (l *sourceList) len() int { return len(l.entries) + len(l.others) }

// row gives the source with a number from 0; its rows for the levels below do not count.
func (l *sourceList) row(i int) sourceRow {
	if i >= len(l.entries) {
		return l.others[i-len(l.entries)]
	}
	line := l.entries[i]
	e := line.Reported
	r := sourceRow{key: entrySource(line), period: e.Period, from: &e.Source}
	if e.Ledger != nil {
		r.below = e.Ledger.Chain
	}
	return r
}

// entrySource gives the key of a line's entry.
func entrySource(line *Line) sourceKey {
	form := workbook.FormProgress
	if line.Task.Rolled {
		form = workbook.FormLedger
	}
	return sourceKey{form, line.Task.ID, "", line.Bureau.Code}
}

// linkTo makes a link to a source's row; nil if there is none.
func (l *sourceList) linkTo(key sourceKey) *sheet.Extra {
	i, ok := l.at[key]
	if !ok {
		return nil
	}
	return l.link(i)
}

// entryLink makes a link to the row of a line's entry; nil if there is none.
func (l *sourceList) entryLink(line *Line) *sheet.Extra {
	i, ok := l.entry[line]
	if !ok {
		return nil
	}
	return l.link(int(i))
}

func (l *sourceList) link(i int) *sheet.Extra {
	return &sheet.Extra{Link: sheet.QuoteName(l.tab) + "!" + sheet.At(tableHeadRow+1+i, 1).String()}
}

// prepareSources lists the source of every value in force: entries in the ledger's order, then milestones, stages, steps and indicators in
// the plan's order, then problems. Values of tasks that are 仅报状态 are left out.
func (k *consolidated) prepareSources() {
	n := 0
	for _, line := range k.l.Lines {
		if line.Reported != nil {
			n++
		}
	}
	l := &sourceList{tab: k.c.T("tab.sources"), entries: make([]*Line, 0, n), at: map[sourceKey]int{}, entry: make(map[*Line]int32, n)}
	add := func(key sourceKey, period calendar.Period, from *workbook.Source, below ...workbook.Hop) {
		if _, twice := l.at[key]; twice || from.Place().IsZero() {
			return
		}
		if _, shown := k.shownTask(key.task); !shown {
			return
		}
		l.at[key] = l.n
		l.others = append(l.others, sourceRow{key, period, from, below})
		l.n += 1 + len(below)
	}
	for _, line := range k.l.Lines {
		if e := line.Reported; e == nil || e.Source.Place().IsZero() || line.Task.StatusOnly {
			continue
		}
		l.entry[line] = int32(l.n)
		l.entries = append(l.entries, line)
		if l.n++; line.Reported.Ledger != nil {
			l.n += len(line.Reported.Ledger.Chain)
		}
	}
	now := k.l.Now
	for _, t := range k.l.Plan.Tasks {
		for _, m := range t.Milestones {
			for _, r := range now.MilestoneStates(m) {
				if r.Reached != nil {
					add(sourceKey{workbook.FormMilestoneState, t.ID, m.ID, ownOf(m.Each, r.Bureaus)}, r.Reached.Period, &r.Reached.Source)
				}
			}
		}
		for _, s := range t.Stages {
			if r := now.Stages[workbook.RowKey{Task: t.ID, ID: s.ID}]; r != nil {
				add(sourceKey{workbook.FormStageState, t.ID, s.ID, ""}, r.Period, &r.Source)
			}
		}
		for _, s := range t.Steps {
			for _, r := range now.StepStates(s) {
				if r.Reached != nil {
					add(sourceKey{workbook.FormStepState, t.ID, s.ID, ownOf(s.Each, r.Bureaus)}, r.Reached.Period, &r.Reached.Source)
				}
			}
		}
	}
	for _, in := range k.l.Plan.Indicators {
		for _, f := range now.IndicatorStates(in) {
			if r := f.Counted; r != nil {
				add(sourceKey{workbook.FormIndicatorState, taskID(in.Task), in.ID, ownOf(in.Each, f.Bureaus)}, r.Period, &r.Source)
			}
		}
	}
	for _, p := range now.Problems {
		key := sourceKey{workbook.FormProblems, p.Task, p.ID, p.Bureau}
		if p.Below != nil {
			add(key, p.Period, &p.Source, p.Below.Chain...)
		} else {
			add(key, p.Period, &p.Source)
		}
	}
	k.sources = l
}

func taskID(t *workbook.Task) string {
	if t == nil {
		return ""
	}
	return t.ID
}

// sourceSheet lists the returned cell that every value in force came from. Values from the level below have the cells there in rows below.
func (k *consolidated) sourceSheet() *sheet.Sheet {
	fields := []field{
		{key: "form", width: 12}, {key: workbook.ColTask, width: 12, format: sheet.TextFormat}, {key: "row-id", width: 18, format: sheet.TextFormat},
		{key: workbook.ColBureau, width: 19}, {key: workbook.ColPeriod, width: 14, align: sheet.AlignCenter}, {key: "file", width: 40},
		{key: "sheet", width: 14}, {key: "cell", width: 9, align: sheet.AlignCenter}, {key: "receipt", width: 10, align: sheet.AlignCenter},
		{key: "sha256", width: 68, format: sheet.TextFormat},
	}
	if k.l.rolledUp() {
		fields = append(fields, field{key: workbook.ColDepth, width: 8, format: sheet.Integer, align: sheet.AlignCenter})
	}
	t := k.newTable("sources", tableHeadRow, fields)
	rows := map[string]int{}
	for tl, row := range k.taskRow {
		rows[tl.Task.ID] = row
	}
	var places []sourcePlace // nil if every source has one row
	if k.sources.n > k.sources.len() {
		for i := range k.sources.len() {
			for hop := range 1 + len(k.sources.row(i).below) {
				places = append(places, sourcePlace{i, hop})
			}
		}
	}
	t.lay(k.sources.n, func(i int) {
		at := sourcePlace{source: i}
		if places != nil {
			at = places[i]
		}
		r := k.sources.row(at.source)
		if at.hop > 0 {
			k.hop(t, r.key.task, &r.below[at.hop-1])
			return
		}
		t.next(sheet.Body)
		t.put("form", sheet.Str(k.formName(r.key.form)))
		task := t.put(workbook.ColTask, sheet.StrOrBlank(r.key.task))
		if row := rows[r.key.task]; row > 0 && k.sources.len() <= linkedRows {
			task.Role, task.Extra = sheet.Link, k.ledger.link(row)
		}
		t.put("row-id", sheet.StrOrBlank(r.key.id))
		if b := k.bureau(r.key.bureau); b != nil {
			t.put(workbook.ColBureau, sheet.Str(b.Name))
		}
		t.put(workbook.ColPeriod, sheet.Str(k.period(r.period)))
		k.kept(t.put("file", sheet.Str(r.from.Place().File)), r.from.SHA256(), "")
		t.put("sheet", sheet.Str(r.from.Place().Sheet))
		place := r.from.Place()
		k.kept(t.put("cell", sheet.Str(place.Cell())), r.from.SHA256(), sheet.QuoteName(place.Sheet)+"!"+place.Cell())
		t.put("receipt", sheet.Str(r.from.Receipt()))
		t.put("sha256", sheet.Str(r.from.SHA256()))
		if k.l.rolledUp() {
			t.put(workbook.ColDepth, sheet.Int(1))
		}
	})
	s := k.finish(t)
	if s != nil {
		// Only the lines above the table are printed. Its rows would be most of the workbook's pages, and nobody reads hashes on paper.
		s.Layout.Print.Area, s.Layout.Print.TitleRows = sheet.Rect(1, 1, tableLineRow, t.at["receipt"]), sheet.Span{}
		t.say(k.c.T("report.screen-only", "n", t.rows()))
		switch n := k.sources.len(); {
		case n > linkedRows:
			t.say(k.c.T("report.sources-no-links", "n", linkedRows))
		case n > linkedSources && len(k.l.Kept) > 0:
			t.say(k.c.T("report.sources-not-kept", "n", linkedSources))
		}
	}
	return s
}

// sourcePlace is a row of the sheet: a source's own if hop is 0, or that of the hop with that number, from 1.
type sourcePlace struct{ source, hop int }

// linkedSources is the most sources for which the workbook links to the archive: with three links a row, a sheet that takes no more than
// some 65,000 would soon be full.
const linkedSources = 20_000

// inAddress escapes the characters in file names that have a meaning in an address.
var inAddress = strings.NewReplacer("%", "%25", "#", "%23")

// kept makes a cell a link to the archived file with a hash, and to a cell of it unless cell is empty. It does nothing if the file is not
// kept or there are too many sources.
func (k *consolidated) kept(c *sheet.Cell, sha, cell string) {
	path := k.l.Kept[sha]
	if path == "" || k.sources.len() > linkedSources {
		return
	}
	link := inAddress.Replace(path)
	if cell != "" {
		link += "#" + cell
	}
	c.Role, c.Extra = sheet.Link, &sheet.Extra{Link: link}
}

func (k *consolidated) formName(key string) string {
	if key == workbook.FormLedger {
		return k.c.T("tab.ledger")
	}
	return k.c.T("sheet." + key)
}

// hop writes a row below a source: the cell that its value came from one level down, or further down.
func (k *consolidated) hop(t *table, task string, h *workbook.Hop) {
	t.next(sheet.Guide)
	t.open.Outline = 1
	for _, x := range [...]struct{ key, text string }{
		{"form", h.Form}, {workbook.ColTask, task}, {"row-id", h.Row}, {workbook.ColBureau, h.Bureau}, {workbook.ColPeriod, h.Period}, {"file", h.File},
		{"sheet", h.Sheet}, {"cell", h.Cell}, {"receipt", h.Receipt}, {"sha256", h.SHA256},
	} {
		t.put(x.key, sheet.StrOrBlank(x.text))
	}
	t.put(workbook.ColDepth, sheet.Int(h.Depth))
}

// bureau finds a bureau of the plan by its code; nil if there is none.
func (k *consolidated) bureau(code string) *workbook.Bureau { return k.codes[code] }
