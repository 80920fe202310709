package sheet

// Role says what a cell is for. The writer alone decides what a role looks like (workbook/xlsx, theme.go).
type Role uint8

const (
	Plain Role = iota
	Title
	Subtitle
	Section      // a band that opens a part of a sheet
	Heading      // a column heading over cells to be read
	HeadingInput // a column heading over cells to be filled in
	HeadingCheck // a column heading over self-checks
	Label        // the name beside a value
	Body         // text or figure in a table
	BodyStrong   // a row that stands out in a table: a lead above its supports, an area above its tasks
	StrongText   // running text in such a row, not bold
	Locked       // pre-filled, for reading; locked under protection
	Input        // to be filled in; unlocked under protection
	InputSpare   // may be filled in, though nothing is asked; unlocked under protection
	Check        // a self-check, computed
	Total
	TotalText // running text in a row of sums
	Figure    // a large figure on a first page
	Headline  // the sentence that sums everything up, on a first page
	Caption
	Guide // guidance in running text
	Muted
	Link
	WayBack // the link above a table to the sheet that leads here
	Good
	Warn
	Alert
	LightBlue
	LightGreen
	LightYellow
	LightRed
	LightOrange
	LightPurple
	LightGrey
	Identity // ids for the program, never shown
	roles
)

// Roles is the number of roles; a theme must have a look for each.
const Roles = int(roles)

// Format is the class of a cell's number format.
type Format uint8

const (
	General Format = iota
	Integer
	Decimal1
	Decimal2
	Decimal9 // shows up to nine decimals, as many as there are
	Percent  // stored 0.8, shown 80%; a reader reads such a cell as 80
	Points   // a percentage stored and shown as 0–100, with one decimal unless it is zero
	Date     // stored as a serial day
	DateTime
	TextFormat // typed digits stay text
	Unseen     // shows nothing, though formulas read its value
	formats
)

// Formats is the number of format classes; a theme must have a code for each.
const Formats = int(formats)

// Align overrides the horizontal alignment of a role.
type Align uint8

const (
	AlignRole Align = iota
	AlignLeft
	AlignCenter
	AlignRight
	AlignRun // on one line from the left, across the blank cells beside it
)

// Shown says how a number format makes a number look different from its stored value.
type Shown uint8

const (
	AsStored       Shown = iota
	ShownWan             // with 万 behind it
	ShownYi              // with 亿 behind it
	ShownOtherwise       // divided by a thousand, with a drawn decimal point, as words, or not at all
)
