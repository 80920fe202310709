package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// The plan that a round was issued with may have no receipt, for example after the log was repaired by hand: results say so, on the screen,
// in JSON and in workbooks, and the audit does not use another plan instead.
func TestIssuedPlanIsNotInTheArchive(t *testing.T) {
	b := newBench(t)
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("receive: exit %d\n%s", code, out)
	}
	plan, err := os.ReadFile(filepath.Join(b.dir, "任务总表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if plan, err = xlsx.Apply(plan, []xlsx.Edit{{Sheet: "任务", Ref: sheet.At(3, 2), Value: sheet.Str("走访百家企业")}}); err != nil {
		t.Fatal(err)
	}
	b.put(t, "任务总表.xlsx", plan)
	b.rewrite(t, func(r *archive.Receipt) {
		if r.Kind == archive.KindPlan {
			r.Kind = archive.KindEvidence
		}
	})
	const lost, noted = "2024-09 下发时的任务总表", "提醒：2024-09 下发时的任务总表在存档里找不到了"
	for _, c := range []struct{ args, made string }{{"merge", "报告/2024-09/汇总.xlsx"}, {"score --period 2024", "报告/2024/得分.xlsx"}, {"check", ""}} {
		code, out := b.run(b.dir, archive.Disk{}, strings.Fields(c.args)...)
		if code > exitErrors || strings.Count(out, lost) != 1 {
			t.Errorf("%s: exit %d, to be said once\n%s", c.args, code, out)
		}
		if _, out = b.run(b.dir, archive.Disk{}, append(strings.Fields(c.args), "--json")...); !strings.Contains(out, `"code": "issued-plan-lost"`) {
			t.Errorf("%s: no finding\n%s", c.args, out)
		}
		if c.made == "" {
			continue
		}
		if _, out = b.run(b.dir, archive.Disk{}, "show", filepath.Join(b.dir, filepath.FromSlash(c.made))); !strings.Contains(out, noted) {
			t.Errorf("%s does not say it\n%s", c.made, out)
		}
	}
	if code, out := b.run(b.dir, archive.Disk{}, "status"); code > exitErrors || strings.Count(out, lost) != 1 {
		t.Errorf("status: exit %d\n%s", code, out)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "check", "--archive"); code != exitErrors || !strings.Contains(out, "报告/2024-09/汇总.xlsx、报告/2024/得分.xlsx：没法重算，只知道是生成时的原样。当时用的任务总表没有存档") {
		t.Errorf("exit %d\n%s", code, out)
	}
}
