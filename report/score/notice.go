package score

import (
	"fmt"
	"slices"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// Objection is a bureau's objection to one line of its score sheet, as it was returned.
type Objection struct {
	// Code numbers the bureau's objections in the order in which they came, such as FGJ-2. Item is the line's label.
	Code   string
	Bureau *workbook.Bureau
	Item   string
	// Span is the span of the scores.
	Span calendar.Period
	// SelfScore is the score that the bureau gives itself, blank if it gives none.
	SelfScore      sheet.Value
	Text, Evidence string
	// Agrees says that what was filled in objects to nothing, so that it waits for no answer. It still takes a number, since it did so in
	// earlier builds and the numbers of others must not change.
	Agrees   bool
	Place    workbook.Place
	Receipt  string
	Received string
}

// Open reports whether nobody has answered the objection yet.
func (o *Objection) Open(p *workbook.Plan) bool { return p.Answer(o.Code) == nil }

// The rows of a score sheet's headings, and of its first line.
const (
	noticeHead  = 6
	noticeFirst = 7
)

// noticeColumns lists the columns of a bureau's score sheet: first those to read, then those that the bureau fills in.
func noticeColumns() []struct {
	key   string
	width float64
	input bool
} {
	return []struct {
		key   string
		width float64
		input bool
	}{{"item", 24, false}, {"section", 14, false}, {"points", 8, false}, {"score", 9, false}, {"item-sentence", 48, false},
		{"self-score", 9, true}, {"objection", 36, true}, {"objection-evidence", 22, true}}
}

// Notice lays out a bureau's own score sheet (得分告知单): its result, each item with how it came about, room for the bureau's own score and its
// objections, earlier objections with their answers, and every row behind the scores. seal seals its identity, which proves that objections
// on a returned sheet are the bureau's.
func Notice(s *Scores, b *Result, objections []*Objection, seal func(*sheet.Sheet), c *templates.Catalogue) *sheet.Book {
	k := &bookLayout{s: s, c: c, t: s.tablesIn(c)}
	title := c.T("scorenotice.title", "title", k.title(), "bureau", b.Bureau.Name)
	book := &sheet.Book{Title: title, Creator: "duban", Created: float64(s.AsOf)}
	id := k.noticeIdentity(b)
	seal(id)
	book.Sheets = append(book.Sheets, k.noticeSheet(title, b, objections), k.noticeDetails(title, b), id)
	return book
}

func (k *bookLayout) noticeSheet(title string, b *Result, objections []*Objection) *sheet.Sheet {
	c, s := k.c, k.s
	columns := noticeColumns()
	sh := &sheet.Sheet{Name: c.T("scorenotice.sheet"), Layout: &sheet.Layout{Tab: sheet.HeadingInput, FreezeRows: noticeHead, Protection: &sheet.Protection{},
		Print: sheet.Print{Landscape: true, FitWidth: true, CenterHorizontally: true, FooterCenter: c.T("scorebook.page"), TitleRows: sheet.Span{First: noticeHead, Last: noticeHead}}}}
	topLines(sh, len(columns), title, k.stated(), c.T("scorenotice.guide"))
	rank := c.T("scorenotice.unranked")
	if b.Rank > 0 {
		n := 0
		for _, x := range s.Bureaus {
			if x.Bureau.Category == b.Bureau.Category && x.Rank > 0 {
				n++
			}
		}
		rank = c.T("scorenotice.rank", "category", b.Bureau.Category, "n", n, "rank", b.Rank)
	}
	place := rank + c.T("scorebook.parts") + c.T("scorenotice.grade", "grade", orNone(b.Grade, c))
	barred := slices.ContainsFunc(s.gatesInForce(b.Bureau), func(g *workbook.Gate) bool { return g.Effect == workbook.GateNoRank })
	switch {
	case barred: // it says that the bureau has no place, and why; there is no grade either
		place = b.Gate
	case b.Gate != "":
		place += c.T("scorebook.parts") + b.Gate
	}
	line := c.T("scorenotice.total", "total", s.figure(b.Total)) + c.T("scorebook.parts") + place
	sh.Put(sheet.At(4, 1), sheet.Cell{Role: sheet.BodyStrong, Align: sheet.AlignLeft, Value: sheet.Str(line)})
	sh.Put(sheet.At(5, 1), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(s.TotalSentence(b, c))})
	sh.Merges = append(sh.Merges, sheet.Rect(4, 1, 4, len(columns)), sheet.Rect(5, 1, 5, len(columns)))
	for i, col := range columns {
		sh.Layout.Columns = append(sh.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: sheet.HeadingWidth(c.T("scorecol."+col.key), col.width)})
		role := sheet.Heading
		if col.input {
			role = sheet.HeadingInput
		}
		sh.Put(sheet.At(noticeHead, i+1), sheet.Cell{Role: role, Value: sheet.Str(c.T("scorecol." + col.key))})
	}
	row := noticeFirst
	put := func(label, section string, points, score sheet.Value, sentence string) {
		left := func(text string) sheet.Cell {
			return sheet.Cell{Role: sheet.Body, Align: sheet.AlignLeft, Value: sheet.StrOrBlank(text)}
		}
		cells := []sheet.Cell{left(label), left(section), {Role: sheet.Body, Align: sheet.AlignCenter, Value: points},
			{Role: sheet.BodyStrong, Align: sheet.AlignCenter, Format: k.t.scoreFormat(), Value: score}, left(sentence),
			{Role: sheet.Input, Align: sheet.AlignCenter}, {Role: sheet.Input, Align: sheet.AlignLeft}, {Role: sheet.Input, Align: sheet.AlignLeft}}
		for i, cell := range cells {
			sh.Put(sheet.At(row, i+1), cell)
		}
		row++
	}
	for _, is := range b.Items {
		score := is.Score
		if !is.Counts() {
			score = sheet.Str(c.T("scorebook.none"))
		}
		put(is.Item.Label, is.Item.Section, sheet.Num(is.Item.Points), score, s.ItemSentence(b, is.Item, c))
	}
	put(c.T("scorenotice.whole"), "", sheet.Value{}, b.Total, place)
	sh.Layout.Validations = append(sh.Layout.Validations, sheet.Validation{Range: sheet.Rect(noticeFirst, 6, row-1, 6), Type: sheet.DecimalValidation,
		Min: "-100000", Max: "100000", ErrorTitle: sh.Name, Error: c.T("scorebook.refused")})
	k.noticeAnswers(sh, row+1, b, objections)
	return sh
}

func orNone(s string, c *templates.Catalogue) string {
	if s == "" {
		return c.T("scorebook.none")
	}
	return s
}

// noticeAnswers lists the bureau's earlier objections and their answers.
func (k *bookLayout) noticeAnswers(sh *sheet.Sheet, row int, b *Result, objections []*Objection) {
	c := k.c
	first := true
	for _, o := range objections {
		if o.Bureau.Code != b.Bureau.Code {
			continue
		}
		if first {
			first = false
			sh.Put(sheet.At(row, 1), sheet.Cell{Role: sheet.Section, Value: sheet.Str(c.T("scorenotice.answers"))})
			sh.Merges = append(sh.Merges, sheet.Rect(row, 1, row, len(noticeColumns())), sheet.Rect(row+1, 2, row+1, 4))
			row++
			for i, key := range []string{"objection-code", "item", "", "", "objection", "self-score", "objection-answer", "objection-evidence"} {
				heading := sheet.Value{}
				if key != "" {
					heading = sheet.Str(c.T("scorecol." + key))
				}
				sh.Put(sheet.At(row, i+1), sheet.Cell{Role: sheet.Heading, Value: heading})
			}
			row++
		}
		for i, v := range []sheet.Value{sheet.Str(o.Code), sheet.Str(o.Item), {}, {}, sheet.StrOrBlank(o.Text), o.SelfScore, sheet.Str(k.answer(o)), sheet.StrOrBlank(o.Evidence)} {
			sh.Put(sheet.At(row, i+1), body(v))
		}
		sh.Merges = append(sh.Merges, sheet.Rect(row, 2, row, 4))
		row++
	}
}

// answer words the answer to an objection in one line, or says that it is open.
func (k *bookLayout) answer(o *Objection) string {
	a := k.s.Plan.Answer(o.Code)
	if a == nil {
		return k.c.T("scorenotice.open")
	}
	return k.c.T("scorenotice.answer", "decision", k.c.ChoiceLabel("decision", a.Decision), "reply", a.Reply, "by", a.Approver)
}

// noticeDetails lists every row behind the bureau's scores, with its sources.
func (k *bookLayout) noticeDetails(title string, b *Result) *sheet.Sheet {
	c := k.c
	var rows []*Row
	for _, grain := range grains() {
		if !k.shows(grain) || len(k.s.Scheme.byGrain(grain)) == 0 {
			continue
		}
		for _, r := range k.s.Rows[grain] {
			if r.Bureau == b.Bureau {
				rows = append(rows, r)
			}
		}
	}
	tab := newCalcBook().table("details", c.T("scorenotice.details"), len(rows))
	grain := tab.add(calcColumn{key: "grain", heading: c.T("scorecol.grain"), width: 8, role: sheet.Body, align: sheet.AlignCenter})
	what := tab.add(calcColumn{key: "what", heading: c.T("scorecol.what"), width: whatWidth, role: sheet.Body, align: sheet.AlignLeft})
	how := tab.add(calcColumn{key: "sentence", heading: c.T("scorecol.item-sentence"), width: 52, role: sheet.Body, align: sheet.AlignLeft})
	source := tab.add(calcColumn{key: "source", heading: c.T("scorecol.source"), width: 60, role: sheet.Body, align: sheet.AlignLeft})
	for i, r := range rows {
		grain.set(i, sheet.Str(c.ChoiceLabel("grain", r.Grain)))
		what.set(i, sheet.StrOrBlank(periodApart(k.s.What(r, c), r)))
		if r.statusOnly() {
			// The sheet passes through many hands, and a supporting bureau's would show the lead's figures.
			how.set(i, sheet.Str(c.T("scorebook.status-only")))
			continue
		}
		how.set(i, sheet.StrOrBlank(k.s.Sentence(r, c)))
		source.set(i, sheet.StrOrBlank(strings.Join(k.s.Sources(r, c), "\n")))
	}
	for _, key := range []string{"objection", "objection-evidence"} {
		tab.add(calcColumn{key: key, heading: c.T("scorecol." + key), width: 23, head: sheet.HeadingInput, role: sheet.Input, align: sheet.AlignLeft})
	}
	tab.place()
	sh := k.tableSheet(tab, "notes", 2)
	sh.Layout.Protection = &sheet.Protection{}
	sh.Cell(sheet.At(1, 1)).Value, sh.Cell(sheet.At(3, 1)).Value = sheet.Str(title), sheet.Str(c.T("scorenotice.details-guide"))
	return sh
}

// whatWidth is the width of the column that says what a row of the details is about.
const whatWidth = 26

// periodApart puts the period at the end of a text on a line of its own if both do not fit on one, where it would break at its hyphen.
func periodApart(what string, r *Row) string {
	title, ok := strings.CutSuffix(what, " "+r.Period.String())
	if !ok || r.Period.IsZero() || sheet.TextWidth(what) < whatWidth {
		return what
	}
	return title + "\n" + r.Period.String()
}

// noticeIdentity makes the hidden sheet by which the program recognises the workbook.
func (k *bookLayout) noticeIdentity(b *Result) *sheet.Sheet {
	sh := &sheet.Sheet{Name: workbook.IdentitySheet, Visibility: sheet.VeryHidden, Layout: &sheet.Layout{Protection: &sheet.Protection{}}}
	for i, line := range [][]string{{workbook.IdentityMark}, {workbook.IdentityKind, workbook.KindScoreSheet}, {workbook.IdentityForm, fmt.Sprint(workbook.FormVersion)},
		{workbook.IdentityPlan, k.s.Plan.Settings.PlanID}, {workbook.IdentityPlanSHA, k.s.Plan.SHA256}, {workbook.IdentityBureau, b.Bureau.Code},
		{workbook.IdentityPeriod, k.s.Span.String()}, {workbook.IdentityLang, k.c.Lang}} {
		for j, text := range line {
			sh.Put(sheet.At(i+1, j+1), sheet.Cell{Role: sheet.Identity, Format: sheet.TextFormat, Value: sheet.Str(text)})
		}
	}
	return sh
}

// ReadObjections reads a bureau's returned score sheet: the lines in which it objects, gives itself a score or names evidence, those of items
// first, then those of the rows behind them. Headings are recognised in each of the languages, in whatever columns.
func ReadObjections(book *sheet.Book, b *workbook.Bureau, file, receipt, received string, each []*templates.Catalogue) []*Objection {
	var out []*Objection
	for _, c := range each {
		for _, at := range []struct{ name, line string }{{"scorenotice.sheet", "item"}, {"scorenotice.details", "what"}} {
			if sh := book.Sheet(c.T(at.name)); sh != nil {
				for _, o := range readObjections(sh, at.line, c) {
					o.Bureau, o.Receipt, o.Received, o.Place.File = b, receipt, received, file
					out = append(out, o)
				}
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

// readObjections reads one sheet of a returned score sheet; line is the key of the column that says what a line is about.
func readObjections(sh *sheet.Sheet, line string, c *templates.Catalogue) []*Objection {
	at, head := map[string]int{}, 0
	for _, row := range sh.Rows {
		found := map[string]int{}
		for _, cell := range row.Cells {
			for _, key := range []string{line, "score", "self-score", "objection", "objection-evidence"} {
				if foldWord(cell.Value.Text) == foldWord(c.T("scorecol."+key)) {
					found[key] = cell.Col
				}
			}
		}
		if found[line] > 0 && found["objection"] > 0 {
			at, head = found, row.N
			break
		}
	}
	var out []*Objection
	for _, row := range sh.Rows {
		if row.N <= head || head == 0 {
			continue
		}
		text := func(key string) string {
			if at[key] == 0 {
				return ""
			}
			return strings.TrimSpace(sh.Value(sheet.At(row.N, at[key])).String())
		}
		if sh.Value(sheet.At(row.N, 1)).Text == c.T("scorenotice.answers") {
			break
		}
		o := &Objection{Item: strings.ReplaceAll(text(line), "\n", " "), Text: text("objection"), Evidence: text("objection-evidence"),
			Place: workbook.Place{Sheet: sh.Name, Ref: sheet.At(row.N, at["objection"])}}
		if at["self-score"] > 0 {
			o.SelfScore = sh.Value(sheet.At(row.N, at["self-score"]))
		}
		given := sheet.Value{}
		if at["score"] > 0 {
			given = sh.Value(sheet.At(row.N, at["score"]))
		}
		o.Agrees = saysNothing(o.Text) && saysNothing(o.Evidence) && (saysNothing(o.SelfScore.String()) || sameScore(o.SelfScore, given))
		if o.Item != "" && (o.Text != "" || o.Evidence != "" || !o.SelfScore.IsEmpty()) {
			out = append(out, o)
		}
	}
	return out
}

// saysNothing reports whether a bureau wrote that it has nothing to say, as many do instead of leaving a line empty.
func saysNothing(text string) bool {
	switch strings.Trim(foldWord(text), "。.！!") {
	case "", "无", "没有", "无异议", "没有异议", "对此无异议", "无意见", "没有意见", "同意", "认可", "属实", "-", "—", "——", "/", "none", "no", "no objection", "agreed":
		return true
	}
	return false
}

// sameScore reports whether a bureau gives itself the score that it was given, to two decimals.
func sameScore(own, given sheet.Value) bool {
	if n, _, ok := numeral.Parse(own.Text, "分"); ok && own.Kind == sheet.Text {
		own = sheet.Num(n)
	}
	return own.Kind == sheet.Number && given.Kind == sheet.Number && formula.Round(own.Num, 2) == formula.Round(given.Num, 2) || own.Equal(given)
}

// NumberObjections numbers the objections of each bureau in the order in which they came, and returns them without the lines that agree. If
// a later file repeats a line word for word for the same span, the line keeps its number and is listed once, with the evidence of all files.
// A line that agreed and is repeated as an objection, because the score has changed or evidence is named, is listed under the number that
// it had.
func NumberObjections(all []*Objection) []*Objection {
	var out []*Objection
	counts, seen := map[string]int{}, map[string]*Objection{}
	for _, o := range all {
		key := o.Bureau.Code + "\x00" + o.Span.String() + "\x00" + foldWord(o.Item) + "\x00" + foldWord(o.Text) + "\x00" + o.SelfScore.String()
		if first := seen[key]; first != nil {
			switch {
			case first.Agrees && !o.Agrees:
				o.Code, seen[key], out = first.Code, o, append(out, o)
			case o.Agrees || first.Agrees:
			case first.Evidence == "":
				first.Evidence = o.Evidence
			case !strings.Contains("\n"+first.Evidence+"\n", "\n"+o.Evidence+"\n") && o.Evidence != "":
				first.Evidence += "\n" + o.Evidence
			}
			continue
		}
		seen[key] = o
		counts[o.Bureau.Code]++
		if o.Code = fmt.Sprintf("%s-%d", o.Bureau.Code, counts[o.Bureau.Code]); !o.Agrees {
			out = append(out, o)
		}
	}
	return out
}

// objectionSheet lists the objections with their answers and highlights those without one.
func (k *bookLayout) objectionSheet() *sheet.Sheet {
	c := k.c
	tab := newCalcBook().table("objections", c.T("scoresheet.objections"), len(k.s.Objections))
	column := func(key string, width float64, value func(o *Objection) sheet.Value) {
		col := tab.add(calcColumn{key: key, heading: c.T("scorecol." + key), width: width, role: sheet.Body})
		for i, o := range k.s.Objections {
			col.set(i, value(o))
			if key == "objection-answer" && o.Open(k.s.Plan) {
				col.dressed(i, calcDress{role: sheet.Warn})
			}
		}
	}
	column("objection-code", 12, func(o *Objection) sheet.Value { return sheet.Str(o.Code) })
	column("bureau", 18, func(o *Objection) sheet.Value { return sheet.Str(o.Bureau.Name) })
	column("item", 22, func(o *Objection) sheet.Value { return sheet.Str(o.Item) })
	column("self-score", 9, func(o *Objection) sheet.Value { return o.SelfScore })
	column("objection", 40, func(o *Objection) sheet.Value { return sheet.StrOrBlank(o.Text) })
	column("objection-evidence", 22, func(o *Objection) sheet.Value { return sheet.StrOrBlank(o.Evidence) })
	column("objection-answer", 44, func(o *Objection) sheet.Value { return sheet.Str(k.answer(o)) })
	column("received", 12, func(o *Objection) sheet.Value { return sheet.StrOrBlank(o.Received) })
	column("receipt", 14, func(o *Objection) sheet.Value { return sheet.StrOrBlank(o.Receipt) })
	column("source", 34, func(o *Objection) sheet.Value { return sheet.Str(o.Place.File + " " + o.Place.String()) })
	tab.place()
	return k.tableSheet(tab, "objections", 2)
}
