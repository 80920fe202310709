//go:build libreoffice

package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/cmd/duban/round"
	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// checkedMonth has milestones, steps, stages and indicators still open, and a month before to compare with.
const checkedMonth = "2024-10"

// A row's self-check, as LibreOffice works it out, names the same rules that validate finds broken on that row.
func testSelfCheck(t *testing.T, o *office, counties []*demoCounty) {
	for _, c := range counties {
		s, r := c.open(t, checkedMonth)
		// The built-in plan only has running totals, none of them in per cent. Here some of its tasks are changed to figures at a date,
		// some to figures of the period, which are asked for each time, and some to percentages, as are some of its indicators.
		for i, task := range r.Plan.Tasks {
			switch {
			case !task.Counted():
			case i%2 == 0:
				task.Basis = workbook.PointInTime
			case i%4 == 1:
				task.Basis = workbook.ThisPeriod
			}
			if task.Counted() && task.Target.V >= 30 {
				task.Unit = "%"
			}
		}
		for i, in := range r.Plan.Indicators {
			if i%2 == 0 {
				in.Unit, in.Planned = "%", workbook.Known([]float64{62, 5}[i/2%2])
			}
		}
		files := map[string][]byte{}
		for i, b := range r.Asked {
			for n := range copies(s.template(t, r, b.Name), i) {
				tm := s.template(t, r, b.Name)
				k := newClerk(uint64(1000+100*i+n), s.ws.Words, false)
				k.fill(tm)
				laid, err := templates.Layout(tm, s.Forms, s.Rules, s.ws.Words)
				if err != nil {
					t.Fatal(err)
				}
				k.percentSigns(laid.Sheet(s.Forms.Progress.Sheet), s.Forms.Progress)
				data, err := xlsx.Write(laid)
				if err != nil {
					t.Fatal(err)
				}
				files[fmt.Sprint(b.Name, n)] = data
			}
		}
		k := newSelfChecks(s)
		for name, data := range o.convert(t, "xlsx", "xlsx", files) {
			k.compare(t, r, name, readBookOf(t, c.lang+"/"+name, data))
		}
		k.report(t, c.lang)
	}
}

// copies gives how often a bureau's template is filled in: often if it has sheets that few bureaus have; of those that only report on
// tasks, one in six is used.
func copies(tm *templates.Template, i int) int {
	switch {
	case tm.Sheet(workbook.FormStageState) != nil:
		return 16
	case tm.Sheet(workbook.FormIndicatorState) != nil:
		return 12
	case tm.Sheet(workbook.FormStepState) != nil:
		return 6
	case slices.ContainsFunc(tm.Sheet(workbook.FormProgress).Rows, func(r *templates.TemplateRow) bool { return r.Percent }):
		return 6
	case i%6 == 0:
		return 1
	}
	return 0
}

// percentSigns types some fractions with a percent sign, which makes a spreadsheet program show the cell as 80%.
func (c *clerk) percentSigns(s *sheet.Sheet, f *workbook.Form) {
	if s == nil {
		return
	}
	for i := range s.Rows {
		cell := s.Rows[i].Cell(f.Index(workbook.ColProgress) + 1)
		if cell != nil && cell.Role == sheet.Input && cell.Value.Num > 0 && cell.Value.Num < 1 && c.chance(50) {
			cell.Format = sheet.Percent
		}
	}
}

// deliberate lists the cases in which the self-check reports something and validate does not, on purpose. Each of them must occur; there
// are no cases the other way round.
func deliberate() []deliberateCase {
	return []deliberateCase{
		{"a percentage with its sign is no fraction by mistake, but a formula does not see the sign", []string{"progress-fraction"},
			func(_ *selfChecks, _ workbook.Rule, rec *workbook.Record, _ *round.Intake) bool {
				return rec.Get(workbook.ColProgress).Format == sheet.Percent
			}},
		{"what cannot be read is said once, and rules about it are not put", nil,
			func(_ *selfChecks, rule workbook.Rule, rec *workbook.Record, _ *round.Intake) bool {
				return readsUnreadable(rule, rec)
			}},
		{"a cell that has an error is not told another one", nil,
			func(_ *selfChecks, rule workbook.Rule, rec *workbook.Record, in *round.Intake) bool {
				return slices.ContainsFunc(in.Verdict.Findings, func(f validate.Finding) bool {
					return f.Severity == workbook.Problem && f.Code != rule.Code && f.Place == rec.Place(rule.Field)
				})
			}},
	}
}

type deliberateCase struct {
	reason string
	codes  []string // nil for any
	is     func(k *selfChecks, rule workbook.Rule, rec *workbook.Record, in *round.Intake) bool
}

// readsUnreadable reports whether a rule reads a cell of the row that cannot be read, by itself or through a column that
// is computed from it over the rows of the same task.
func readsUnreadable(rule workbook.Rule, rec *workbook.Record) bool {
	f := rec.Table.Form
	at := func(heading string) int {
		return slices.IndexFunc(f.Columns, func(c workbook.Column) bool { return c.Heading == heading })
	}
	e, err := formula.Parse(rule.Source)
	if err != nil {
		return false
	}
	for _, c := range e.Columns() {
		i := at(c.Name)
		if rec.At(i).State == workbook.Bad {
			return true
		}
		under, err := formula.Parse(f.Columns[i].Formula)
		if err != nil {
			continue // not computed
		}
		for _, c := range under.Columns() {
			for _, other := range rec.Table.Records {
				if other.Get(workbook.ColTask).Text == rec.Get(workbook.ColTask).Text && other.At(at(c.Name)).State == workbook.Bad {
					return true
				}
			}
		}
	}
	return false
}

// selfChecks compares and counts.
type selfChecks struct {
	s *session
	// rules are those that the self-check knows, by form; codes finds them by what the self-check says.
	rules map[string][]workbook.Rule
	codes map[string]map[string]string
	rows  int
	// said and kept count, by form and code, the rows on which a rule was named and was not named; cases counts the tolerated ones.
	said, kept map[string]int
	cases      map[string]int
}

func newSelfChecks(s *session) *selfChecks {
	k := &selfChecks{s: s, rules: map[string][]workbook.Rule{}, codes: map[string]map[string]string{}, said: map[string]int{}, kept: map[string]int{}, cases: map[string]int{}}
	for _, rule := range s.Rules {
		if rule.Severity == workbook.Info {
			continue
		}
		say := rule.Message
		if !rule.Own {
			say = s.ws.Words.T("self." + rule.Code)
		}
		if k.codes[rule.Form] == nil {
			k.codes[rule.Form] = map[string]string{}
		}
		k.codes[rule.Form][say] = rule.Code
		k.rules[rule.Form] = append(k.rules[rule.Form], rule)
	}
	return k
}

func (k *selfChecks) compare(t *testing.T, r *round.Round, name string, book *sheet.Book) {
	in := r.Judge(name, book, nil)
	if in.Return.Bureau == nil || in.Verdict.Refused {
		t.Fatalf("%s is not read: %+v", name, in.Verdict.Findings)
	}
	template := k.s.template(t, r, in.Return.Bureau.Name)
	for form, rules := range k.rules {
		table := in.Return.Tables[form]
		if table == nil {
			continue
		}
		for i, rec := range table.Records {
			said := rec.Get(workbook.ColCheck).Raw.Text
			if !rec.Touched() {
				if want := k.untouched(form); said != want {
					t.Errorf("%s %s: an untouched row says %q", name, rec.Place(workbook.ColCheck), said)
				}
				continue
			}
			k.rows++
			if form == workbook.FormProblems && i < len(template.Sheet(form).Rows) {
				// Another bureau's problem is only there for reading.
				if by := rec.Get(workbook.ColRaisedBy).Text; by != in.Return.Bureau.Name {
					continue
				}
			}
			k.row(t, in, rec, rules, said)
		}
	}
}

func (k *selfChecks) untouched(form string) string {
	if form == workbook.FormProblems {
		return ""
	}
	return k.s.ws.Words.T("word.untouched")
}

// row compares what the self-check says of a row with what validate finds in it.
func (k *selfChecks) row(t *testing.T, in *round.Intake, rec *workbook.Record, rules []workbook.Rule, text string) {
	said := map[string]bool{}
	for _, point := range strings.Split(text, k.s.ws.Words.T("word.joint")) {
		if point == "" {
			continue
		}
		for _, sign := range []string{"word.must", "word.odd", "word.may"} {
			point = strings.TrimPrefix(point, k.s.ws.Words.T(sign))
		}
		code, ok := k.codes[rec.Table.Form.Key][point]
		if !ok {
			t.Errorf("%s says %q, which no rule says", rec.Place(workbook.ColCheck), point)
		}
		said[code] = true
	}
	found := map[string]bool{}
	for i := range in.Verdict.Findings {
		f := &in.Verdict.Findings[i]
		if f.Place.Sheet == rec.Table.Sheet && f.Place.Ref.Row == rec.Row && f.Severity != workbook.Info && !f.Answered && checks(rules, f, rec) {
			found[f.Code] = true
		}
	}
	counted := map[string]bool{}
	for _, rule := range rules {
		key := rule.Form + " " + rule.Code
		if said[rule.Code] && !found[rule.Code] {
			found[rule.Code] = k.tolerated(rule, rec, in)
		}
		if counted[key] {
			continue
		}
		counted[key] = true
		if said[rule.Code] {
			k.said[key]++
		} else {
			k.kept[key]++
		}
	}
	for code := range said {
		if !found[code] {
			t.Errorf("%s says %q (%s), validate does not: %s", rec.Place(workbook.ColCheck), text, code, shownRow(rec))
		}
	}
	for code, is := range found {
		if is && !said[code] {
			t.Errorf("%s says %q, validate finds %s: %s", rec.Place(workbook.ColCheck), text, code, shownRow(rec))
		}
	}
}

// checks reports whether a finding corresponds to a rule of the self-check: with its code, at its column.
func checks(rules []workbook.Rule, f *validate.Finding, rec *workbook.Record) bool {
	return slices.ContainsFunc(rules, func(rule workbook.Rule) bool {
		return rule.Code == f.Code && rec.Place(rule.Field) == f.Place
	})
}

func (k *selfChecks) tolerated(rule workbook.Rule, rec *workbook.Record, in *round.Intake) bool {
	for _, c := range deliberate() {
		if (c.codes == nil || slices.Contains(c.codes, rule.Code)) && c.is(k, rule, rec, in) {
			k.cases[c.reason]++
			return true
		}
	}
	return false
}

// shownRow quotes what the bureau typed into a row.
func shownRow(rec *workbook.Record) string {
	var parts []string
	for i := range rec.Table.Form.Columns {
		if d := rec.At(i); d.State != workbook.Empty && rec.Table.Form.Columns[i].Filled == workbook.ByBureau {
			parts = append(parts, fmt.Sprintf("%s %q", rec.Table.Form.Columns[i].Heading, d.Raw))
		}
	}
	return strings.Join(parts, ", ")
}

// report checks that the test covers everything: every rule was kept and broken, and every tolerated case occurred.
func (k *selfChecks) report(t *testing.T, lang string) {
	for form, rules := range k.rules {
		for _, rule := range rules {
			if key := form + " " + rule.Code; k.said[key] == 0 || k.kept[key] == 0 {
				t.Errorf("%s: %s is named on %d rows and not on %d", lang, key, k.said[key], k.kept[key])
			}
		}
	}
	for _, c := range deliberate() {
		if k.cases[c.reason] == 0 {
			t.Errorf("%s: no row on which %s", lang, c.reason)
		}
	}
	t.Logf("%s: %d rows; tolerated: %v", lang, k.rows, k.cases)
}
