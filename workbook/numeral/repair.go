package numeral

// Repair is the code of one thing that had to be forgiven to read a value as people write it.
type Repair string

// The repairs of cells. RepairTextNumber or RepairDateText comes first in the list of every parsed text: however plainly written, a
// text in place of a number is not yet what a spreadsheet program computes with.
const (
	RepairTextNumber  Repair = "text-number"       // a number stored as text
	RepairFullWidth   Repair = "full-width"        // full-width digits, signs or points
	RepairSpaces      Repair = "spaces"            // spaces or line breaks around or inside
	RepairThousands   Repair = "thousands"         // thousands marks
	RepairUnit        Repair = "unit-in-number"    // the unit of measure typed behind the number
	RepairScaleBai    Repair = "scale-bai"         // 百
	RepairScaleQian   Repair = "scale-qian"        // 千
	RepairScaleWan    Repair = "scale-wan"         // 万, in the text or, if the text has none, in the unit
	RepairScaleYi     Repair = "scale-yi"          // 亿, likewise
	RepairApprox      Repair = "approx"            // 约, 余, 左右 and the like, dropped
	RepairPercentSign Repair = "percent-sign"      // % or 百分之
	RepairChinese     Repair = "chinese-numeral"   // 十五, 二〇二四
	RepairDateText    Repair = "date-text"         // a date stored as text
	RepairShortYear   Repair = "date-year-short"   // 24 for 2024
	RepairYearAssumed Repair = "date-year-assumed" // no year given; the nearest one taken
	RepairSerial      Repair = "date-serial"       // a serial day typed as text
	RepairTimeCut     Repair = "datetime-cut"      // a time of day dropped
	RepairFormula     Repair = "formula"           // a formula in place of a figure or date; its stored value was taken
	RepairMerged      Repair = "merged"            // merged with cells of other rows; the value taken for each
	RepairOpen        Repair = "open"              // 待定 in place of a value, taken as blank
)

// Repairs lists every repair, in the order in which they are declared.
func Repairs() []Repair {
	return []Repair{
		RepairTextNumber, RepairFullWidth, RepairSpaces, RepairThousands, RepairUnit, RepairScaleBai, RepairScaleQian,
		RepairScaleWan, RepairScaleYi, RepairApprox, RepairPercentSign, RepairChinese, RepairDateText, RepairShortYear,
		RepairYearAssumed, RepairSerial, RepairTimeCut, RepairFormula, RepairMerged, RepairOpen,
	}
}

// RepairList collects repairs, each once. The zero list is empty and ready.
type RepairList []Repair

// Add notes a repair, unless it is in the list.
func (l *RepairList) Add(r Repair) {
	for _, have := range *l {
		if have == r {
			return
		}
	}
	*l = append(*l, r)
}
