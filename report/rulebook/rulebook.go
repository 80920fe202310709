// Package rulebook writes the catalogue of rules out for people, in the words of one language: what each asks, how severe it is, and an
// example that passes and one that does not.
package rulebook

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// Book writes the catalogue of rules out for people, in the words of one language.
type Book struct {
	c *templates.Catalogue
	// zh and own are the forms in whose words the rules and their examples are written, and those of the reader.
	zh, own ruleForms
}

type ruleForms struct {
	plan    []*workbook.Form
	returns *workbook.TemplateForms
}

// New takes the reader's catalogue and the Chinese one, in whose words the rules are written.
func New(c, zh *templates.Catalogue) *Book {
	of := func(c *templates.Catalogue) ruleForms {
		return ruleForms{templates.PlanForms(c), templates.ReturnForms(c)}
	}
	return &Book{c: c, zh: of(zh), own: of(c)}
}

// Message and Hint are what a rule's finding says; what it would quote stands as ….
func (b *Book) Message(r *validate.Rule) string { return b.says("finding.", r) }

// Hint is what a rule's finding says is to be done.
func (b *Book) Hint(r *validate.Rule) string { return b.says("hint.", r) }

func (b *Book) says(section string, r *validate.Rule) string {
	var args []any
	for _, p := range append(validate.Standard(), r.Places...) {
		args = append(args, p, "…")
	}
	return b.c.T(section+r.Code, args...)
}

// Facts are what the catalogue knows of a rule beside its words: severity, scope, occasions, whether a county may set it,
// since when it stands.
func (b *Book) Facts(r *validate.Rule) []string {
	on := make([]string, 0, len(r.On()))
	for _, o := range r.On() {
		on = append(on, b.c.T("occasion."+string(o)))
	}
	out := []string{b.c.T("severity." + r.Severity.String()), b.c.T("context." + string(r.Scope))}
	if r.Scope != validate.ScopePlan {
		out = append(out, b.c.T("rules.on", "on", strings.Join(on, b.c.T("rules.comma"))))
	}
	may := "rules.fixed"
	if r.Switchable() {
		may = "rules.switchable"
	}
	return append(out, b.c.T(may), b.c.T("rules.since", "since", r.Since))
}

// Formula is a rule's formula about one sheet.
type Formula struct{ Sheet, Source string }

// Formulas are a row rule's, in the reader's headings.
func (b *Book) Formulas(r *validate.Rule) []Formula {
	var out []Formula
	for _, rule := range validate.RowRules(b.zh.returns, b.own.returns) {
		if rule.Code != r.Code {
			continue
		}
		for _, f := range b.own.returns.All() {
			if f.Key == rule.Form {
				out = append(out, Formula{f.Sheet, rule.Source})
			}
		}
	}
	return out
}

// Table is one sheet of an example; a file that is no workbook has a title alone.
type Table struct {
	Title string
	Rows  [][]Cell
}

// Cell is a cell as people would see it typed; Marked is where a finding points.
type Cell struct {
	Text   string
	Marked bool
}

// Tables lays an example out.
func (b *Book) Tables(e validate.Example) []Table {
	if e.File != "" {
		return []Table{{Title: b.c.T("filekind." + e.File)}}
	}
	out := b.sheets(e.Plan, "rules.in-plan")
	out = append(out, b.sheets(e.Issued, "rules.in-issued", "round", cmp.Or(e.Round, "2024-09"))...)
	if e.Lost {
		out = append(out, Table{Title: b.c.T("rules.lost-issued", "round", cmp.Or(e.Round, "2024-09"))})
	}
	for i, text := range e.Prior {
		out = append(out, b.sheets(text, "rules.in-prior", "n", len(e.Prior)-i)...)
	}
	if e.Name != "" {
		out = append(out, Table{Title: b.c.T("rules.in-file", "name", e.Name)})
	}
	out = append(out, b.sheets(e.Return, "rules.in-return")...)
	for _, o := range e.Others {
		out = append(out, b.sheets(o.Return, "rules.in-other", "bureau", o.Bureau)...)
	}
	return out
}

func (b *Book) sheets(text, title string, args ...any) []Table {
	sheets, marks, err := validate.Marked(text)
	if err != nil {
		return nil // a test acts every example out
	}
	var out []Table
	for i, s := range sheets {
		name := strings.TrimLeft(s.Name, "=-")
		own, cell := b.inWords(name, s)
		if strings.HasPrefix(s.Name, "-") {
			out = append(out, Table{Title: b.c.T("rules.gone", "sheet", own)})
			continue
		}
		t := Table{Title: b.c.T(title, append([]any{"sheet", own}, args...)...)}
		marked := map[sheet.Ref]bool{}
		for _, ref := range marks[i] {
			marked[ref] = true
		}
		cols := s.LastCol()
		for _, ref := range marks[i] {
			cols = max(cols, ref.Col)
		}
		for n := 1; n <= s.LastRow(); n++ {
			row := make([]Cell, cols)
			for c := range cols {
				at := sheet.At(n, c+1)
				row[c] = Cell{Text: cell(at), Marked: marked[at]}
			}
			t.Rows = append(t.Rows, row)
		}
		out = append(out, t)
	}
	return out
}

// longestShown is how much of a text an example shows.
const longestShown = 60

// inWords gives a sheet's name and cells in the reader's words: headings and choices are the form's, what people typed
// stays as it is.
func (b *Book) inWords(name string, s *sheet.Sheet) (string, func(sheet.Ref) string) {
	plain := func(ref sheet.Ref) string {
		c := s.Cell(ref)
		if c == nil {
			return ""
		}
		text := c.Value.String()
		switch {
		case c.Unstored:
			text = "=" + c.Formula
		case c.Format == sheet.Date && c.Value.Kind == sheet.Number:
			text = calendar.Date(c.Value.Num).String()
		case c.Format == sheet.Percent && c.Value.Kind == sheet.Number:
			text = formula.PercentText(c.Value.Num)
		}
		if trimmed := strings.TrimRight(text, " "); trimmed != text {
			text = trimmed + strings.Repeat("␣", len(text)-len(trimmed))
		}
		if n := utf8.RuneCountInString(text); n > longestShown {
			text = string([]rune(text)[:longestShown/2]) + "…" + b.c.T("rules.long", "n", n)
		}
		return text
	}
	switch {
	case name == workbook.IdentitySheet:
		return b.c.T("rules.identity"), plain
	case b.c.Lang == templates.Languages()[0]:
		return name, plain
	}
	if name == b.zh.returns.Cover.Sheet {
		return b.own.returns.Cover.Sheet, func(ref sheet.Ref) string { return b.label(plain(ref)) }
	}
	from, to := b.formNamed(name)
	if from == nil {
		return name, plain
	}
	column := func(col int) *workbook.Column {
		for i := range from.Columns {
			if from.Columns[i].Heading == s.Value(sheet.At(1, col)).Text {
				return &from.Columns[i]
			}
		}
		return nil
	}
	return to.Sheet, func(ref sheet.Ref) string {
		col, text := column(ref.Col), plain(ref)
		switch {
		case col == nil || !to.Has(col.Key):
			return text
		case ref.Row == 1:
			return to.Column(col.Key).Heading
		case workbook.IsOpenWord(text):
			return b.c.T("word.open")
		}
		for _, ch := range col.Choices {
			if ch.Label == text {
				return to.Column(col.Key).Label(ch.Key)
			}
		}
		if col.Type == workbook.BoolColumn {
			return b.label(text)
		}
		return text
	}
}

// formNamed finds a form by its Chinese sheet name, and the same in the reader's words.
func (b *Book) formNamed(name string) (from, to *workbook.Form) {
	for i, f := range b.zh.plan {
		if f.Sheet == name {
			return f, b.own.plan[i]
		}
	}
	own := b.own.returns.All()
	for i, f := range b.zh.returns.All() {
		if f.Sheet == name {
			return f, own[i]
		}
	}
	return nil, nil
}

// label puts the cover's labels, and yes and no, into the reader's words.
func (b *Book) label(text string) string {
	zh, own := &b.zh.returns.Cover, &b.own.returns.Cover
	for _, l := range []struct{ zh, own []string }{{zh.Bureau, own.Bureau}, {zh.Period, own.Period}, {zh.Nothing, own.Nothing}, {zh.NothingReason, own.NothingReason}} {
		if l.zh[0] == text {
			return l.own[0]
		}
	}
	switch text {
	case "是":
		return b.c.T("choice.yes.yes")
	case "否":
		return b.c.T("choice.yes.no")
	}
	return text
}

// Page is the catalogue as one document in Markdown: how to read it, the list of all rules, and each rule with its
// examples.
func (b *Book) Page(rules []validate.Rule) string {
	var w strings.Builder
	w.WriteString("# " + b.c.T("rules.title") + "\n\n" + b.c.T("rules.intro") + "\n")
	for _, scope := range validate.Scopes() {
		fmt.Fprintf(&w, "\n## %s\n\n| %s | %s | %s |\n|---|---|---|\n", b.c.T("context."+string(scope)), b.c.T("rules.code"), b.c.T("rules.severity"), b.c.T("rules.says"))
		for i := range rules {
			if r := &rules[i]; r.Scope == scope {
				fmt.Fprintf(&w, "| [%s](#%s) | %s | %s |\n", r.Code, r.Code, b.c.T("severity."+r.Severity.String()), tableText(b.Message(r)))
			}
		}
		for i := range rules {
			if r := &rules[i]; r.Scope == scope {
				b.section(&w, r)
			}
		}
	}
	fmt.Fprintf(&w, "\n## %s\n\n%s\n", b.c.T("rules.county-title"), b.c.T("rules.county-intro"))
	for _, t := range b.Tables(validate.Example{Plan: validate.ExamplePlan, Return: validate.ExampleReturn}) {
		markdownTable(&w, t)
	}
	return w.String()
}

func (b *Book) section(w *strings.Builder, r *validate.Rule) {
	fmt.Fprintf(w, "\n### %s\n\n%s\n\n%s\n", r.Code, b.Message(r), strings.Join(b.Facts(r), " · "))
	if hint := b.Hint(r); hint != "" {
		w.WriteString("\n→ " + hint + "\n")
	}
	for _, f := range b.Formulas(r) {
		fmt.Fprintf(w, "\n%s\n`%s`\n", b.c.T("rules.formula", "sheet", f.Sheet), f.Source)
	}
	for _, e := range []struct {
		title string
		of    validate.Example
	}{{"rules.good", r.Good}, {"rules.bad", r.Bad}} {
		fmt.Fprintf(w, "\n**%s**\n", b.c.T(e.title))
		for _, t := range b.Tables(e.of) {
			markdownTable(w, t)
		}
	}
}

func markdownTable(w *strings.Builder, t Table) {
	w.WriteString("\n" + t.Title + "\n")
	if len(t.Rows) > 0 {
		w.WriteString("\n")
	}
	for i, row := range t.Rows {
		for _, c := range row {
			text := tableText(c.Text)
			if strings.HasPrefix(text, "=") {
				text = "`" + text + "`"
			}
			if c.Marked {
				text = strings.TrimSpace(validate.Mark + " " + text)
			}
			w.WriteString("| " + text + " ")
		}
		w.WriteString("|\n")
		if i == 0 {
			w.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
}

// tableText keeps a text within a cell of a Markdown table.
func tableText(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(s)
}
