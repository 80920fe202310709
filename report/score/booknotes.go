package score

import (
	"strings"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// mostTogether is the most rows of a bureau, not counted for one reason, that one row of the notes names; more would make it too high to
// read.
const mostTogether = 12

// note is a row of the sheet of notes; role is that of its reason.
type note struct {
	bureau, what, reason string
	role                 sheet.Role
}

// noteSheet lays out the notes.
func (k *bookLayout) noteSheet() *sheet.Sheet {
	c, notes := k.c, k.notes()
	tab := newCalcBook().table("notes", c.T("scoresheet.notes"), len(notes))
	bureau := tab.add(calcColumn{key: "bureau", heading: c.T("scorecol.bureau"), width: 18, role: sheet.Body})
	what := tab.add(calcColumn{key: "what", heading: c.T("scorecol.what"), width: 58, role: sheet.Body})
	reason := tab.add(calcColumn{key: "reason", heading: c.T("scorecol.reason"), width: 48, role: sheet.Body})
	for i, n := range notes {
		bureau.set(i, sheet.StrOrBlank(n.bureau))
		what.set(i, sheet.StrOrBlank(n.what))
		reason.set(i, sheet.Str(n.reason))
		reason.dressed(i, calcDress{role: n.role})
	}
	tab.place()
	return k.tableSheet(tab, "notes", 1)
}

// notes lists what is not in the scores and why, with faults and whatever else a reader of the scores has to know.
func (k *bookLayout) notes() []note {
	c := k.c
	var notes []note
	for _, f := range k.s.Faults {
		what := f.Item
		if f.Task != "" {
			what = c.T("scorebook.colon", "what", what, "text", f.Task)
		}
		reason := c.T("scorefault."+f.Code, f.Args...)
		if !f.Place.IsZero() {
			reason = c.T("scorebook.colon", "what", f.Place.String(), "text", reason)
		}
		notes = append(notes, note{f.Bureau, what, reason, sheet.Alert})
	}
	for _, l := range k.s.Ledgers {
		if l.Plan.LostIssuedPlan != "" {
			notes = append(notes, note{"", l.Period.String(), c.T("report.unheld", "period", l.Period.String()), sheet.Warn})
		}
	}
	for _, j := range report.Joinings(k.s.Ledgers) {
		from := ""
		if !j.From.IsZero() {
			from = j.From.String()
		}
		notes = append(notes, note{j.Heir.Name, "", c.T("scorebook.note-joined", "was", strings.Join(j.Was, c.T("report.join")), "gone", strings.Join(j.Gone, c.T("report.join")), "from", from,
			"period", k.s.Ledger.Period.String()), sheet.Body})
	}
	said := map[string]bool{}
	for _, heading := range k.overlong {
		if !said[heading] {
			said[heading] = true
			notes = append(notes, note{"", heading, c.T("scorebook.note-stiff"), sheet.Warn})
		}
	}
	for _, key := range k.t.book.circular {
		notes = append(notes, note{"", key, c.T("scorebook.note-tangled"), sheet.Alert})
	}
	for _, it := range k.s.Scheme.Items {
		if it.Deferred {
			notes = append(notes, note{"", it.Label, c.T("scorebook.note-deferred"), sheet.Body})
		}
	}
	if k.s.Scheme.BuiltIn {
		notes = append(notes, note{"", "", c.T("scorebook.built-in"), sheet.Body})
	}
	for _, b := range k.s.Unscored {
		notes = append(notes, note{b.Name, b.Remark, c.T("scorebook.note-unscored"), sheet.Body})
	}
	for _, b := range k.s.ranked() {
		if b.Total.IsBlank() {
			notes = append(notes, note{b.Bureau.Name, "", c.T("scorebook.note-unranked"), sheet.Body})
		}
	}
	for _, a := range k.s.inScores() {
		notes = append(notes, note{a.Bureau.Name, c.T("scorebook.note-reason"), reasonText(a, c), sheet.Body})
	}
	for _, n := range gathered(k.s.leftOut(), c) {
		text := c.T("scoreleft." + n.reason)
		if n.count > 1 {
			text = c.T("scorebook.note-left-out", "n", n.count, "reason", text)
			if rows := k.t.details[n.grain]; rows != nil && n.what == "" {
				n.what = rows.name
			}
		}
		notes = append(notes, note{n.bureau.Name, n.what, text, sheet.Body})
	}
	return notes
}

// leftRow stands for one or several rows of a bureau that do not count for one reason.
type leftRow struct {
	bureau       *workbook.Bureau
	what, reason string
	grain        string
	count        int
}

// leftOut lists the rows that do not count, and those of which only what has fallen due counts. Supporting parts without a share, and
// periods of tasks, are many and alike: a bureau's are counted together. Every other row is named.
func (s *Scores) leftOut() []leftRow {
	var out []leftRow
	type alike struct {
		bureau *workbook.Bureau
		left   string
	}
	seen := map[alike]int{}
	for _, grain := range grains() {
		for _, r := range s.Rows[grain] {
			if grain == workbook.GrainEvent && len(s.Scheme.byGrain(grain)) == 0 {
				continue // nobody scores events
			}
			switch {
			case r.Fallen > 0 && r.Left == "":
				out = append(out, leftRow{r.Bureau, r.what(), "so-far", grain, 1})
			case r.ToDate && r.Left == "":
				out = append(out, leftRow{r.Bureau, r.what(), "to-date", grain, 1})
			case r.Left == "":
			case r.Left == leftNoShare, grain == workbook.GrainTaskPeriod:
				k := alike{r.Bureau, grain + r.Left}
				if i, ok := seen[k]; ok {
					out[i].count++
					out[i].what = ""
					continue
				}
				seen[k] = len(out)
				fallthrough
			default:
				out = append(out, leftRow{r.Bureau, r.what(), r.Left, grain, 1})
			}
		}
	}
	return out
}

// gathered joins consecutive rows of one bureau that are named and have one reason, up to mostTogether.
func gathered(rows []leftRow, c *templates.Catalogue) []leftRow {
	var out []leftRow
	together := 0
	for _, r := range rows {
		if last := len(out) - 1; together > 0 && together < mostTogether && r.what != "" && out[last].bureau == r.bureau && out[last].reason == r.reason {
			out[last].what = c.T("scorebook.and", "what", out[last].what, "text", r.what)
			together++
			continue
		}
		if together = 0; r.what != "" {
			together = 1
		}
		out = append(out, r)
	}
	return out
}

// what names a row's matter; empty for a row of the year's reporting, of a bureau or of a rating.
func (r *Row) what() string {
	switch {
	case r.Line != nil && !r.Period.IsZero():
		return r.Line.Task.ID + " " + r.Line.Task.Title + " " + r.Period.String()
	case r.Line != nil:
		return r.Line.Task.ID + " " + r.Line.Task.Title
	case r.Adjustment != nil:
		return r.Adjustment.Matter
	case r.Event != nil:
		return r.Event.Title
	case r.Indicator != nil && r.statusOnly():
		return r.Indicator.Task.ID + " " + r.Indicator.Task.Title
	case r.Indicator != nil:
		return r.Indicator.Title
	case !r.Period.IsZero():
		return r.Period.String()
	}
	return ""
}

// sourceFact is a line above the table of sources: label, text, and a link or an empty string.
type sourceFact struct{ label, text, link string }

func (k *bookLayout) sourceFacts() []sourceFact {
	c := k.c
	facts := []sourceFact{
		{c.T("scorebook.asof"), k.s.AsOf.String(), ""},
		{c.T("scorebook.plan-file"), k.s.Plan.File, ""},
		{c.T("scorecol.sha"), k.s.Plan.SHA256, ""},
	}
	if k.s.Ledger != nil {
		period := k.ledgerPeriod()
		file := c.T("file.consolidated")
		// The year's folder, with the scores, is beside the folders of its periods.
		facts = append(facts, sourceFact{c.T("scorebook.ledger-period"), period, ""},
			sourceFact{c.T("scorebook.ledger-file"), period + "/" + file, "../" + period + "/" + file})
	}
	periods := ""
	for i, reg := range k.s.Registers {
		if i > 0 {
			periods += c.T("scorebook.join")
		}
		periods += reg.Period.String()
	}
	for _, kind := range k.s.partialUsed() {
		if of := ofKind(k.s.Partial, kind); len(of) > 0 {
			periods += c.T("scorebook.partial", "special", kind == calendar.Special, "n", len(of), "first", of[0].Period.String(), "last", of[len(of)-1].Period.String())
		}
	}
	return append(facts, sourceFact{c.T("scorebook.periods"), periods, ""})
}

// sourceFirst gives the row of the first source, below title, facts, an empty row and the headings.
func (k *bookLayout) sourceFirst() int { return headRow + len(k.sourceFacts()) + 2 }

// sourceSheet names the plan and the ledger that the scores rest on, and lists the returned cell of every row in sources.
func (k *bookLayout) sourceSheet() *sheet.Sheet {
	c := k.c
	columns := []struct {
		key   string
		width float64
	}{{"bureau", 20}, {"task", 14}, {"period", 11}, {"file", 36}, {"sheet", 14}, {"cell", 9}, {"receipt", 12}, {"sha", 66}}
	sh := &sheet.Sheet{Name: c.T("scoresheet.sources"), Layout: tableLayout(c)}
	topLines(sh, len(columns)-1, k.titleOf(sh.Name), k.stated(), c.T("scorebook.guide-sources"))
	for i, f := range k.sourceFacts() {
		row := headRow + i
		sh.Put(sheet.At(row, 1), sheet.Cell{Role: sheet.Label, Value: sheet.Str(f.label)})
		cell := body(sheet.StrOrBlank(f.text))
		if f.link != "" {
			cell.Role, cell.Extra = sheet.Link, &sheet.Extra{Link: f.link}
		}
		sh.Put(sheet.At(row, 2), cell)
		sh.Merges = append(sh.Merges, sheet.Rect(row, 2, row, len(columns)-1))
	}
	first := k.sourceFirst()
	for i, col := range columns {
		sh.Layout.Columns = append(sh.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: sheet.HeadingWidth(k.c.T("scorecol."+col.key), col.width)})
		sh.Put(sheet.At(first-1, i+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(c.T("scorecol." + col.key))})
	}
	sh.Lay = func(yield func(*sheet.Row) bool) {
		row := &sheet.Row{}
		for i, r := range k.sources {
			src := r.Line.Source()
			row.N, row.Cells = first+i, row.Cells[:0]
			for _, text := range []string{keyText(r.Bureau.Name), r.Line.Task.ID, r.Line.Reported.Period.String(), src.Place().File, src.Place().Sheet,
				src.Place().Cell(), src.Receipt(), src.SHA256()} {
				cell := body(sheet.StrOrBlank(text))
				cell.Col = len(row.Cells) + 1
				row.Cells = append(row.Cells, cell)
			}
			if !yield(row) {
				return
			}
		}
	}
	sh.Layout.FreezeRows = first - 1
	sh.Layout.Filter = sheet.Rect(first-1, 1, max(first, first+len(k.sources)-1), len(columns))
	// Only the facts at the top are printed; the list of cells is for the screen.
	sh.Layout.Print.TitleRows = sheet.Span{}
	sh.Layout.Print.Area = sheet.Rect(1, 1, first-2, len(columns)-1)
	return sh
}
