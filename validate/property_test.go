package validate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// typed holds values that may be in a cell.
func typed() *rapid.Generator[sheet.Cell] {
	return rapid.Custom(func(t *rapid.T) sheet.Cell {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			return sheet.Cell{Value: sheet.Num(float64(rapid.IntRange(-20, 1000).Draw(t, "n")) / 10)}
		case 1:
			return sheet.Cell{Value: sheet.Int(rapid.IntRange(45500, 45600).Draw(t, "day")), Format: sheet.Date}
		case 2:
			return sheet.Cell{Value: sheet.Err("#REF!")}
		case 3:
			return sheet.Cell{Formula: "1+1", Unstored: true}
		case 4:
			return sheet.Cell{}
		}
		return sheet.Cell{Value: sheet.Str(rapid.SampledFrom([]string{
			"推进中", "已完成", "未启动", "本期无变化", "申请调整", "80%", "8个", "约9", "9月30日", "2024.9.30", "待定", "无", "T2", "商务局", "是", "随便写的一句话",
		}).Draw(t, "text"))}
	})
}

// scramble changes some cells below the headings of a return's sheets.
func scramble(t *rapid.T, b *sheet.Book) {
	for i := rapid.IntRange(0, 12).Draw(t, "changes"); i > 0; i-- {
		s := rapid.SampledFrom(b.Sheets[1:]).Draw(t, "sheet")
		at := sheet.At(rapid.IntRange(2, s.LastRow()+1).Draw(t, "row"), rapid.IntRange(1, s.LastCol()).Draw(t, "col"))
		s.Put(at, typed().Draw(t, "cell"))
	}
}

func (k *kit) context(prior *workbook.Standing) Context {
	period, _ := calendar.ParsePeriod("2024-09")
	ctx := Context{Plan: k.plan, Forms: k.returns, Rules: RowRules(k.returns, k.returns), Period: period, Prior: prior, Rows: map[string][]string{}}
	tpl := templates.Prepare(k.plan, k.returns, prior, k.plan.Directory.Bureau("发改局"), period, k.words)
	ctx.Locked = tpl.Locked
	for _, s := range tpl.Sheets {
		for _, row := range s.Rows {
			ctx.Rows[s.Form.Key] = append(ctx.Rows[s.Form.Key], row.ID)
		}
	}
	return ctx
}

// TestJudgementHolds: whatever was typed, every finding has its words, and exactly the rows with an error that counts
// are held.
func TestJudgementHolds(t *testing.T) {
	k := newKit(t, county, "zh")
	ctx, c := k.context(nil), New()
	rapid.Check(t, func(rt *rapid.T) {
		b := book(t, filled)
		scramble(rt, b)
		r := workbook.DecodeReturn(b, "r.xlsx", k.plan, k.returns)
		v := c.CheckReturn(ctx, r)
		complete(t, v.Findings)
		wrong := map[string]bool{}
		for i := range v.Findings {
			if f := &v.Findings[i]; f.Severity == problem && f.Counts() && f.Place.Ref.Row > 0 {
				wrong[fmt.Sprint(f.Place.Sheet, f.Place.Ref.Row)] = true
			}
		}
		for _, table := range r.Tables {
			for _, rec := range table.Records {
				at := fmt.Sprint(table.Sheet, rec.Row)
				if wrong[at] && !v.Holds(rec) {
					rt.Fatalf("%s has an error and is not held\n%s", at, strings.Join(lines(v.Findings), "\n"))
				}
				if v.Holds(rec) && !wrong[at] && !slices.ContainsFunc(v.Findings, func(f Finding) bool { return f.Code == "row-twice" }) {
					rt.Fatalf("%s is held without an error", at)
				}
			}
		}
		if !slices.Equal(lines(v.Findings), lines(c.CheckReturn(ctx, r).Findings)) {
			rt.Fatal("a second look finds something else")
		}
	})
}

// TestOrderOfRowsDoesNotMatter: a sheet that the bureau sorted is checked as before.
func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	k := newKit(t, county, "zh")
	ctx, c := k.context(nil), New()
	said := func(b *sheet.Book) []string {
		var out []string
		for _, f := range c.CheckReturn(ctx, workbook.DecodeReturn(b, "r.xlsx", k.plan, k.returns)).Findings {
			if strings.HasPrefix(f.Code, "repaired-") || f.Code == "row-twice" {
				continue // these name the first of several cells
			}
			out = append(out, f.Code+" "+f.Task+" "+f.Field+" "+f.Value+" "+sheet.ColName(f.Place.Ref.Col))
		}
		slices.Sort(out)
		return out
	}
	rapid.Check(t, func(rt *rapid.T) {
		b := book(t, filled)
		for i := rapid.IntRange(0, 8).Draw(rt, "changes"); i > 0; i-- {
			// Only cells that the bureau fills in, so that every row remains the same row.
			at := sheet.At(rapid.IntRange(2, 6).Draw(rt, "row"), rapid.IntRange(9, 17).Draw(rt, "col"))
			b.Sheets[1].Put(at, typed().Draw(rt, "cell"))
		}
		before := said(b)
		s := b.Sheets[1]
		order := rapid.Permutation([]int{1, 2, 3, 4, 5}).Draw(rt, "order")
		moved := slices.Clone(s.Rows)
		for i, from := range order {
			moved[i+1] = s.Rows[from]
			moved[i+1].N = i + 2
		}
		s.Rows = moved
		if after := said(b); !slices.Equal(before, after) {
			rt.Fatalf("before\n%s\nafter\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
		}
	})
}
