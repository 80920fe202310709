package outputs

import (
	"slices"
	"strings"
	"testing"
)

func TestNamesApart(t *testing.T) {
	long := strings.Repeat("长", 120)
	for _, tt := range []struct{ names, marks, want []string }{
		{[]string{"甲局", "乙局"}, []string{"1", "2"}, []string{"甲局", "乙局"}},
		{[]string{"甲*局", "甲?局", "甲<局"}, []string{"1", "2", "3"}, []string{"甲*局", "2-甲?局", "3-甲<局"}},
		{[]string{"Park", "PARK "}, []string{"1", "2"}, []string{"Park", "2-PARK "}},
		{[]string{"甲*局", "甲?局", "甲<局"}, []string{"甲*局", "甲?局", "甲<局"}, []string{"甲*局", "2-甲?局", "3-甲<局"}}, // without codes
		{[]string{"2-甲_局", "甲*局", "甲?局"}, []string{"1", "9", "2"}, []string{"2-甲_局", "甲*局", "3-甲?局"}},
		{[]string{long + "一", long + "二", long + "三"}, []string{long, long, long}, []string{long + "一", "3-" + long + "二", "4-" + long + "三"}},
	} {
		if got := apart(tt.names, tt.marks); !slices.Equal(got, tt.want) {
			t.Errorf("apart(%q, %q) = %q, want %q", tt.names, tt.marks, got, tt.want)
		}
	}
}
