package draft_test

import (
	"slices"
	"testing"
)

// A table typed as lines is read by its headings. Its cells are one or more spaces apart; a line may lack a cell or have a space within
// one.
func TestTablesTypedAsLines(t *testing.T) {
	for _, x := range []struct {
		what, text string
		want       []string
	}{
		{"two spaces", "序号  任务  牵头单位  责任单位  完成时限\n1  修建驿站3处  文旅局  各镇、交通局  10月底\n2  就业4200人  人社局  —  12月底\n3  失业率控制在4%以内  人社局    全年", []string{
			"文旅局 | 各镇、交通局 | 2024-10-31 | 3处 | quantity", "人社局 |  | 2024-12-31 | 4200人 | quantity", "人社局 |  | 2024-12-31 | 4% | quantity"}},
		{"one space", "序号 重点任务 牵头单位 配合单位 完成时限\n1 修建驿站3处 文旅局 城管局 交通局 10月底\n2 更换 LED 路灯240盏 住建局 财政局 11月底", []string{
			"文旅局 | 城管局、交通局 | 2024-10-31 | 3处 | quantity", "住建局 | 财政局 | 2024-11-30 | 240盏 | quantity"}},
		{"wide spaces and groups", "任务　牵头单位　完成时限\n一、民生\n修建驿站3处　文旅局　10月底\n二、城建\n更换路灯240盏　住建局　11月底\n以上任务请抓好落实。", []string{
			"文旅局 |  | 2024-10-31 | 3处 | quantity", "住建局 |  | 2024-11-30 | 240盏 | quantity"}},
		{"no headings", "一、要点\n1 修建驿站3处 文旅局 10月底前", []string{" |  | 2024-10-31 | 3处 | quantity"}},
		{"in an annex", "一、有关要求\n请各单位报送进展。\n附件1\n重点任务清单\n序号  任务  牵头单位\n1  修建驿站3处  文旅局\n2  更换路灯240盏  住建局", []string{
			"文旅局 |  |  | 3处 | quantity", "住建局 |  |  | 240盏 | quantity"}},
	} {
		if got := linesOf(read(x.text)); !slices.Equal(got, x.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", x.what, x.text, got, x.want)
		}
	}
}
