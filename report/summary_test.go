package report

import (
	"math"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestShares(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   []float64
	}{
		{nil, []float64{}},
		{[]int{0, 0}, []float64{0, 0}},
		{[]int{1, 1, 1}, []float64{33.4, 33.3, 33.3}},
		{[]int{2, 1}, []float64{66.7, 33.3}},
		{[]int{1, 2, 4}, []float64{14.3, 28.6, 57.1}},
		{[]int{0, 5}, []float64{0, 100}},
	} {
		if got := shares(c.counts); !cmp.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.counts, got, c.want)
		}
	}
}

func TestSharesSumToAHundred(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 400), 1, 9).Draw(t, "counts")
		total := 0
		for _, n := range counts {
			total += n
		}
		sum := 0.0
		for i, s := range shares(counts) {
			sum += s
			if total > 0 && math.Abs(s-100*float64(counts[i])/float64(total)) >= 0.1 {
				t.Fatalf("%d of %d became %v", counts[i], total, s)
			}
			if s != math.Round(s*10)/10 {
				t.Fatalf("%v has more than one decimal", s)
			}
		}
		if total > 0 && math.Round(sum*10) != 1000 {
			t.Fatalf("%v sum to %v", counts, sum)
		}
	})
}

func TestPercentText(t *testing.T) {
	for ratio, want := range map[float64]string{0.951: "95.1%", 0.95: "95%", 1: "100%", 0: "0%", 0.66666: "66.7%", 1.2345: "123.5%"} {
		if got := percentText(ratio); got != want {
			t.Errorf("%v: got %s, want %s", ratio, got, want)
		}
	}
	if got := pointsText(-0.04); got != "0" {
		t.Errorf("got %s, want 0", got)
	}
}

func TestRanksShareTies(t *testing.T) {
	sum := func(category string, scored bool, mean float64) *BureauSum {
		s := &BureauSum{Bureau: &workbook.Bureau{Category: category, Scored: scored}}
		if mean >= 0 {
			s.Completion = workbook.Known(mean)
		}
		return s
	}
	all := []*BureauSum{sum("镇区", true, 0.5), sum("镇区", true, 0.8), sum("部门", true, 0.1), sum("镇区", true, 0.5), sum("镇区", true, 0.2), sum("镇区", false, 0.9), sum("镇区", true, -1)}
	rank(all)
	var got []int
	for _, s := range all {
		got = append(got, s.Rank, s.Of)
	}
	if want := []int{2, 4, 1, 4, 1, 1, 2, 4, 4, 4, 0, 0, 0, 0}; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMatters(t *testing.T) {
	_, oct := smallRounds(t)
	var got []string
	for _, m := range oct.matters() {
		got = append(got, m.Task.ID+" "+m.Urgency.key())
	}
	want := []string{"GJ-01 past-due", "YS-02 past-due", "CY-03 far-back", "YS-03 due-soon", "XC-01 slow-pace", "XC-02 slow-pace", "XC-03 slow-pace", "YS-01 slow-pace"}
	if !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	got = nil
	for _, r := range oct.overdueRows() {
		got = append(got, r.Task.Task.ID+"|"+r.ID)
	}
	if want := []string{"XC-01|1", "CY-03|2"}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestMoves(t *testing.T) {
	sep, oct := smallRounds(t)
	if n := len(sep.moves()); n != 0 {
		t.Errorf("%d tasks moved in the first period", n)
	}
	got := map[string]string{}
	for _, m := range oct.moves() {
		got[m.Task.ID] = m.Move.key()
	}
	want := map[string]string{"CY-01": "done", "YS-02": "overdue", "CY-02": "rose", "CY-03": "rose", "XC-01": "rose", "XC-02": "rose", "XC-03": "rose", "YS-01": "rose"}
	if !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

// A milestone that is late makes only its own bureau late, by the deadline in force after a change.
func TestLines(t *testing.T) {
	_, oct := smallRounds(t)
	got := map[string]Line{}
	for _, l := range oct.Lines {
		got[l.Task.ID+" "+l.Bureau.Name] = *l
	}
	if l := got["XC-01 农业局"]; l.DaysLate.V != 51 || l.Due != calendar.NewDate(2024, 11, 15) {
		t.Errorf("XC-01 农业局: %v late, due %s", l.DaysLate, l.Due)
	}
	if l := got["XC-01 夏村镇"]; l.DaysLate.Known {
		t.Errorf("XC-01 夏村镇 is late by a milestone of 农业局: %v", l.DaysLate)
	}
	if l := got["XC-02 夏村镇"]; l.Class != ClassDone || l.Role != workbook.RoleMember {
		t.Errorf("XC-02 夏村镇: %s as %s", l.Class.Key(), l.Role)
	}
	if l := got["CY-02 发改局"]; !l.Carried || l.Entry == nil {
		t.Error("CY-02 发改局 should stand as carried over")
	}
	if l := got["YS-02 财政局"]; l.Entry.Value.V != 9 || l.Reported.Value.V != 11 || len(l.Verified) != 1 {
		t.Errorf("YS-02 财政局: %v counts, %v was reported, %d verified", l.Entry.Value, l.Reported.Value, len(l.Verified))
	}
}
