package sample_test

import (
	"slices"
	"testing"

	"duban/seeds"
	"duban/seeds/sample"
	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
)

// desk holds what a test needs to fill in returns for a round of the built-in plan and to judge them.
type desk struct {
	t       *testing.T
	plan    *workbook.Plan
	forms   *workbook.TemplateForms
	samples *sample.Data
	words   *templates.Catalogue
	checker *validate.Checker
	rules   []workbook.Rule
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	book, err := seeds.Plan("rushan")
	if err != nil {
		t.Fatal(err)
	}
	samples, err := seeds.Samples("rushan")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, plan: workbook.DecodePlan(book, "rushan", templates.PlanForms(words)), forms: templates.ReturnForms(words),
		samples: sample.NewData(samples), words: words, checker: validate.New()}
	d.rules = validate.RulesOf(d.plan, d.forms, d.forms)
	return d
}

func (d *desk) filler(p calendar.Period, before *workbook.Standing) *sample.Filler {
	return &sample.Filler{Plan: d.plan, Forms: d.forms, Data: d.samples, Period: p, Before: before, Words: d.words,
		Layouter: templates.NewLayouter(d.forms, d.rules, d.words)}
}

// found gives the codes of the findings in a bureau's return with some mistakes, and the return.
func (d *desk) found(p calendar.Period, before *workbook.Standing, b *workbook.Bureau, wrong ...string) ([]string, *workbook.Return) {
	d.t.Helper()
	book, err := d.filler(p, before).Return(b, wrong, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	ret := workbook.DecodeReturn(book, b.Name, d.plan, d.forms)
	made := templates.Prepare(d.plan, d.forms, before, b, p, d.words)
	ctx := validate.Context{Plan: d.plan, Forms: d.forms, Rules: d.rules, Period: p, Prior: before, Locked: made.Locked, Rows: map[string][]string{}}
	for _, ts := range made.Sheets {
		for _, r := range ts.Rows {
			ctx.Rows[ts.Form.Key] = append(ctx.Rows[ts.Form.Key], r.ID)
		}
	}
	var codes []string
	for _, f := range d.checker.CheckReturn(ctx, ret).Findings {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	return codes, ret
}

func parsed(t *testing.T, text string) calendar.Period {
	t.Helper()
	p, ok := calendar.ParsePeriod(text)
	if !ok {
		t.Fatal(text)
	}
	return p
}

// Every mistake of the samples gives a finding in some return that is not there without it, except rows in another order, which are not a
// mistake.
func TestMistakesAreFound(t *testing.T) {
	d := newDesk(t)
	september, october := parsed(t, "2024-09"), parsed(t, "2024-10")
	// The standing at the end of September, with everything filled in.
	var none *workbook.Standing
	before := none.Next(september)
	for _, b := range d.plan.Bureaus {
		_, ret := d.found(september, none, b)
		before.Accept(d.plan, none, ret, workbook.NewSource(workbook.Place{}, "", ""), func(*workbook.Record) bool { return false })
	}
	shows := map[string]string{"完成缺日期": "done-without-date", "文本数值": "repaired-unit-in-number", "全角数字": "repaired-full-width", "小数进度": "progress-fraction",
		"日期文本": "repaired-date-text", "累计倒退": "value-fell", "分段不平": "stages-total", "改动锁定格": "locked-changed"}
	for _, b := range d.plan.Bureaus {
		sound, _ := d.found(october, before, b)
		if mixed, _ := d.found(october, before, b, "行次打乱"); !slices.Equal(mixed, sound) {
			t.Errorf("%s: with its rows in another order %v is found, else %v", b.Name, mixed, sound)
		}
		for kind, code := range shows {
			if wrong, _ := d.found(october, before, b, kind); slices.Contains(wrong, code) && !slices.Contains(sound, code) {
				delete(shows, kind)
			}
		}
		if len(shows) == 0 {
			return
		}
	}
	t.Errorf("nobody's return shows %v", shows)
}

// A bureau's files come in order: the corrected file after the first one, on a later day, with fewer mistakes.
func TestMendedComesLater(t *testing.T) {
	d := newDesk(t)
	p := parsed(t, "2024-09")
	f, mended := d.filler(p, nil), 0
	for _, b := range d.plan.Bureaus {
		sent, err := f.Bureau(b)
		if err != nil {
			t.Fatal(err)
		}
		if len(sent) < 2 {
			continue
		}
		mended++
		var wrong [2]int
		for i, m := range sent {
			v := d.checker.CheckReturn(validate.Context{Plan: d.plan, Forms: d.forms, Rules: d.rules, Period: p}, workbook.DecodeReturn(m.Book, m.Name, d.plan, d.forms))
			wrong[i] = v.Errors() + v.Warnings()
		}
		if sent[0].Day >= sent[1].Day || sent[0].Name == sent[1].Name || wrong[0] <= wrong[1] {
			t.Errorf("%s sends %s on %s with %d points, then %s on %s with %d", b.Name, sent[0].Name, sent[0].Day, wrong[0], sent[1].Name, sent[1].Day, wrong[1])
		}
	}
	if mended == 0 {
		t.Error("nobody mends anything: the test shows nothing")
	}
}
