package score

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duban/report"
	"duban/workbook"
	"duban/workbook/sheet"
)

// Inputs hold what was set last, whatever was set before and in whatever order.
func TestInputsAreWhatWasSetLast(t *testing.T) {
	all := workbook.SchemeInputs()
	if len(all) > 64 {
		t.Fatalf("%d inputs; a set of Inputs has room for 64", len(all))
	}
	rapid.Check(t, func(t *rapid.T) {
		var got Inputs
		want := map[string]sheet.Value{}
		for range rapid.IntRange(0, 40).Draw(t, "times") {
			key := all[rapid.IntRange(0, len(all)-1).Draw(t, "input")].Key
			v := rapid.SampledFrom([]sheet.Value{{}, sheet.Int(0), sheet.Num(0.25), sheet.Num(-3), sheet.Str(""), sheet.Str("甲"), sheet.Err("#N/A"), sheet.Truth(true)}).Draw(t, "value")
			got.set(key, v)
			want[key] = v
		}
		for _, x := range all {
			if v := got.of(x.Key); v != want[x.Key] {
				t.Fatalf("%s: %v, want %v", x.Key, v, want[x.Key])
			}
		}
	})
}

// Every named input has a bit in the set.
func TestEveryInputHasAPlace(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../../workbook/schemeinput.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "In") || len(spec.Values) != 1 {
			return true
		}
		if text, ok := spec.Values[0].(*ast.BasicLit); ok && text.Kind == token.STRING {
			key, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, key)
		}
		return true
	})
	if all := workbook.SchemeInputs(); len(keys) != len(all) {
		t.Errorf("%d inputs have names, %d are listed", len(keys), len(all))
	}
	slices.Sort(keys)
	for _, key := range keys {
		var in Inputs
		in.set(key, sheet.Int(7))
		if v := in.of(key); v != sheet.Int(7) {
			t.Errorf("%s: %v", key, v)
		}
	}
}

// Unless supports have a share, a bureau that only supports a task neither pays for the lead's lateness nor counts the task as its own.
func TestSupportsWithoutShareAreNoneOfTheTasks(t *testing.T) {
	const scheme = `
# 计分方法
| 方法名称 | 公式 |
| 件数 | '=[@任务数]*100+[@办结件数]*10+[@逾期件数] |
# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限 |
| U | 单位件数 | 10 | 单位 | 件数 | | 999 |
| P | 各期件数 | 10 | 期 | 件数 | 最高 | 999 |
`
	// 财政局 leads GJ-01, which has no target, and supports CY-01 and ZS-01, which are finished, and ZS-02, which is late.
	plan := strings.Replace(CountyPipes, "| ZS-02 | 招商引资 | 招商活动 | 事项 | 商务局 | |", "| ZS-02 | 招商引资 | 招商活动 | 事项 | 商务局 | 财政局 |", 1)
	for share, want := range map[string]string{"0": "U=100 P=100", "0.5": "U=421 P=421"} {
		c := County(t, "")
		c.Decode(strings.Replace(plan, "| 配合系数 | 0.5 |", "| 配合系数 | "+share+" |", 1) + scheme)
		c.ledgers = []*report.Ledger{c.Scores().Ledger}
		if got := c.items(c.Scores(), "财政局"); got != want {
			t.Errorf("supports with a share of %s: %s, want %s", share, got, want)
		}
	}
}
