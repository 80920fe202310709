package report

import (
	"strconv"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// scoreBook lays out the scoring workbook: every score, sum, rank and grade is a formula over the book's own sheets, with
// the value computed here stored in its cell.
type scoreBook struct {
	s       *Scores
	c       *templates.Catalogue
	params  *scoreParams
	items   *scoreGrid
	details map[string]*scoreGrid
	// firstRow is where a bureau's rows of the task details begin.
	firstRow map[*workbook.Bureau]int
	// sourceRow is where a task row's return stands among the sources.
	sourceRow map[*ScoreRow]int
	sources   []*ScoreRow
	// stiff are the items whose method could not be written as a formula, so that their scores stand as values.
	stiff map[*SchemeItem]bool
}

// ScoreBook lays out the scoring workbook in a catalogue's language.
func ScoreBook(s *Scores, c *templates.Catalogue) *sheet.Book {
	k := &scoreBook{s: s, c: c, details: map[string]*scoreGrid{}, firstRow: map[*workbook.Bureau]int{}, sourceRow: map[*ScoreRow]int{},
		stiff: map[*SchemeItem]bool{}}
	k.params = newScoreParams(s, c)
	k.items = k.itemGrid()
	for _, grain := range scoreGrains() {
		k.details[grain] = k.detailGrid(grain)
	}
	k.places()
	book := &sheet.Book{Title: k.title(), Creator: "duban", Created: float64(s.AsOf)}
	book.Sheets = append(book.Sheets, k.overviewSheet(), k.itemSheet())
	for _, grain := range scoreGrains() {
		book.Sheets = append(book.Sheets, k.detailSheet(grain))
	}
	book.Sheets = append(book.Sheets, k.params.sheet(k), k.noteSheet(),
		exceptionBook(s, k.titleOf(c.T("tab.year-exceptions")), k.stated(), c), k.sourceSheet())
	book.Names = k.params.names
	return book
}

func (k *scoreBook) title() string {
	set := &k.s.Plan.Settings
	return k.c.T("scorebook.title", "county", set.County, "year", k.year())
}

func (k *scoreBook) year() string {
	if y := k.s.Plan.Settings.Year; y != 0 {
		return strconv.Itoa(y)
	}
	if k.s.AsOf != 0 {
		return strconv.Itoa(k.s.AsOf.Year())
	}
	return ""
}

func (k *scoreBook) titleOf(sheetName string) string {
	return k.c.T("scorebook.title-of", "title", k.title(), "sheet", sheetName)
}

// stated is the line that says what the scores rest on.
func (k *scoreBook) stated() string {
	return k.c.T("scorebook.stated", "asof", k.s.AsOf.String(), "period", k.ledgerPeriod(), "file", k.s.Plan.File, "sha", shortHash(k.s.Plan.SHA256))
}

func (k *scoreBook) ledgerPeriod() string {
	if k.s.Ledger == nil {
		return ""
	}
	return k.s.Ledger.Period.String()
}

// shortHash is enough of a hash to tell two files apart by eye.
func shortHash(sha string) string {
	if len(sha) > 12 {
		return sha[:12]
	}
	return sha
}

// places settles where the task details' blocks and the sources stand.
func (k *scoreBook) places() {
	for i, r := range k.s.Rows[workbook.GrainTask] {
		if _, ok := k.firstRow[r.Bureau]; !ok {
			k.firstRow[r.Bureau] = scoreFirst + i
		}
		if src := r.Line.Source(); !src.Place.IsZero() {
			k.sourceRow[r] = len(k.sources)
			k.sources = append(k.sources, r)
		}
	}
}

// bureau is a bureau's name as the keys of the workbook have it.
func (k *scoreBook) bureau(b *workbook.Bureau) sheet.Value { return sheet.Str(keyText(b.Name)) }

// category is never empty, since a condition on an empty cell finds nothing.
func (k *scoreBook) category(b *workbook.Bureau) sheet.Value {
	if b.Category == "" {
		return sheet.Str(k.c.T("scorebook.no-category"))
	}
	return sheet.Str(keyText(b.Category))
}

func (k *scoreBook) none() string { return k.c.T("scorebook.none") }

// orNone shows a blank as the sign for “no data”.
func (k *scoreBook) orNone(v sheet.Value) sheet.Value {
	if v.IsBlank() {
		return sheet.Str(k.none())
	}
	return v
}

// format is how scores show at the plan's decimals.
func (k *scoreBook) format() sheet.Format {
	switch k.s.Plan.Settings.Decimals {
	case 0:
		return sheet.Integer
	case 1:
		return sheet.Decimal1
	case 2:
		return sheet.Decimal2
	}
	return sheet.Decimal9
}

func (k *scoreBook) score(v sheet.Value, formula string) sheet.Cell {
	return sheet.Cell{Role: sheet.Body, Align: sheet.AlignRight, Format: k.format(), Value: v, Formula: formula}
}

func count(n float64, formula string) sheet.Cell {
	return sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Num(n), Formula: formula}
}

func body(v sheet.Value) sheet.Cell { return sheet.Cell{Role: sheet.Body, Value: v} }

// quoted is a text as a formula has it.
func quoted(s string) string {
	out := []byte{'"'}
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			out = append(out, '"')
		}
		out = append(out, s[i])
	}
	return string(append(out, '"'))
}

// linkTo leads to a cell of the same book.
func linkTo(sh string, ref sheet.Ref) *sheet.Extra {
	return &sheet.Extra{Link: sheet.QuoteName(sh) + "!" + ref.String()}
}
