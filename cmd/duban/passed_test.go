package main

import (
	"strings"
	"testing"

	"duban/workbook/archive"
)

// A return that was accepted when it came is not sent back because a later build of the program finds more: the errors have to be
// corrected, but cost the bureau no points for reporting. If the receipt names the present build, the return counts as sent back.
func TestAcceptedByAnotherBuild(t *testing.T) {
	for _, x := range []struct {
		build, outcome, note string
	}{
		{"before", "应报 2 = 按时 2 + 迟报 0 + 退回未改 0 + 未报 0", "收下它的那一版程序没有判出错误，现在判出 1 处"},
		{"", "应报 2 = 按时 1 + 迟报 0 + 退回未改 1 + 未报 0", ""},
	} {
		b := newBench(t)
		b.build = "now"
		if code, out := b.run(b.dir, archive.Disk{}, "receive"); code != exitErrors {
			t.Fatalf("receive: exit %d\n%s", code, out)
		}
		b.rewrite(t, func(r *archive.Receipt) {
			if r.Kind == archive.KindReturn && r.Bureau == "商务局" {
				r.Verdict, r.Errors, r.Held = "accepted", 0, 0
				if x.build != "" {
					r.Build = x.build
				}
			}
		})
		_, out := b.run(b.dir, archive.Disk{}, "status")
		if !strings.Contains(out, x.outcome) || !strings.Contains(out, x.note) || (x.note == "") == strings.Contains(out, "那一版程序") {
			t.Errorf("build %q: status says\n%s", x.build, out)
		}
		if !strings.Contains(out, "暂不计入的行") {
			t.Errorf("build %q: the row that cannot be right counts\n%s", x.build, out)
		}
	}
}
