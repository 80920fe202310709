package draft_test

import (
	"strings"
	"testing"
	"time"

	"duban/workbook"
	"duban/workbook/draft"
)

// Texts made to be slow: one long clause, no end of marks, brackets that never close, numbers without end. Four times the
// length takes some four times the time, not sixteen.
func TestTimeGrowsWithLength(t *testing.T) {
	rules := workbook.DefaultDeadlineRules(speechDay)
	for _, unit := range []string{"一、", "（一）", "1.", "（", "“", "由", "各", "发改局、", "财政", "1", "9月底前", "牵头单位：", "要", "推进", "一是", "建设局", "、", "县", "年", "第", "市委", "对", "问题、"} {
		took := func(n int) time.Duration {
			best := time.Hour
			for range 3 {
				start := time.Now()
				draft.Read(draft.ParseText("一、"+strings.Repeat(unit, n)), rules)
				best = min(best, time.Since(start))
			}
			return best
		}
		const n = 300
		// Other work on the machine can slow any one measurement, hardly five in a row.
		var short, long time.Duration
		for range 5 {
			short, long = took(n), took(4*n)
			if long <= 12*short+500*time.Millisecond {
				break
			}
		}
		if long > 12*short+500*time.Millisecond {
			t.Errorf("%q: %d times in %v, %d times in %v", unit, n, short, 4*n, long)
		}
	}
}
