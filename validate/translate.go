package validate

import (
	"duban/workbook"
	"duban/workbook/formula"
)

// RowRules gives the built-in rules about rows in the language of forms. zh are the Chinese forms, in whose headings and choices the rules
// are written.
func RowRules(zh, forms *workbook.TemplateForms) []workbook.Rule {
	from, to := formsByKey(zh), formsByKey(forms)
	var out []workbook.Rule
	for _, r := range builtInRules() {
		source := r.source
		if zh != forms {
			source = translate(source, from[r.form], to[r.form])
		}
		out = append(out, workbook.Rule{Code: r.code, Form: r.form, Source: source, Severity: r.severity, Field: r.field, Rising: rising(r.code)})
	}
	return out
}

func formsByKey(forms *workbook.TemplateForms) map[string]*workbook.Form {
	m := map[string]*workbook.Form{}
	for _, f := range forms.All() {
		m[f.Key] = f
	}
	return m
}

// translate writes a rule about a form in the words of the same form in another language. It looks up columns, and texts that are choices,
// by their keys. A rule that does not parse stays as it is.
func translate(source string, from, to *workbook.Form) string {
	e, err := formula.Parse(source)
	if err != nil {
		return source
	}
	return "=" + rewrite(e, to, func(name string) int {
		if i := headingIndex(from, name); i >= 0 {
			return to.Index(from.Columns[i].Key)
		}
		return -1
	}, func(text string) (string, string) { return choiceIn(from, text) }).String()
}

// localize translates a county's rule to the form's own words if it is written in those of the other language, which the form knows as other
// ways of writing.
func localize(e *formula.Expr, f *workbook.Form) *formula.Expr {
	foreign := false
	for _, c := range e.Columns() {
		foreign = foreign || headingIndex(f, c.Name) < 0 && knownHeading(f, c.Name) >= 0
	}
	if !foreign {
		return e
	}
	return rewrite(e, f, func(name string) int { return knownHeading(f, name) }, func(text string) (string, string) { return choiceIn(f, text) })
}

// choiceIn finds the column and key of a choice by a text, both empty if there is none. Labels of any column come before other ways of
// writing.
func choiceIn(f *workbook.Form, text string) (column, key string) {
	for i := range f.Columns {
		for _, ch := range f.Columns[i].Choices {
			if ch.Label == text {
				return f.Columns[i].Key, ch.Key
			}
		}
	}
	for i := range f.Columns {
		for _, ch := range f.Columns[i].Choices {
			for _, a := range ch.Also {
				if a == text {
					return f.Columns[i].Key, ch.Key
				}
			}
		}
	}
	return "", ""
}

// headingIndex finds a column by its heading, -1 if there is none.
func headingIndex(f *workbook.Form, name string) int {
	for i := range f.Columns {
		if f.Columns[i].Heading == name {
			return i
		}
	}
	return -1
}

// knownHeading finds a column by any of its headings, -1 if there is none.
func knownHeading(f *workbook.Form, name string) int {
	if i := headingIndex(f, name); i >= 0 {
		return i
	}
	for i := range f.Columns {
		for _, a := range f.Columns[i].Also {
			if a == name {
				return i
			}
		}
	}
	return -1
}

// rewrite renames a formula's columns, and its texts that are choices, to the words of a form. column gives the index of the column that a
// name means, -1 to leave it; choice the column and key of the choice that a text is, empty if it is none.
func rewrite(e *formula.Expr, to *workbook.Form, column func(name string) int, choice func(text string) (string, string)) *formula.Expr {
	return e.Rewrite(formula.Rewriter{
		Column: func(name string) string {
			if i := column(name); i >= 0 {
				return to.Columns[i].Heading
			}
			return name
		},
		Text: func(text string) string {
			col, key := choice(text)
			if key == "" || !to.Has(col) {
				return text
			}
			return to.Column(col).Label(key)
		},
	})
}
