package pack

// What a pack may cost, checked before anything of it is worked on. The figures
// are part of the format: modules/FORMAT.md, "Limits".
const (
	maxFile       = 64 << 10 // bytes of a text file
	maxPage       = 16 << 10 // bytes of a page
	maxLineBytes  = 2000
	maxDepth      = 6 // lists and quotes inside one another
	maxListDepth  = 2 // of a page's lists
	maxBrackets   = 16
	maxFiles      = 2000
	maxPackBytes  = 32 << 20
	maxModules    = 64
	maxOutcomes   = 12
	maxPages      = 60
	maxItems      = 240 // of a module
	maxFileItems  = 40
	maxSteps      = 80
	maxRequired   = 64
	maxProblems   = 500
	maxESRNames   = 200
	maxESRName    = 200
	maxPNG        = 400 << 10
	maxSide       = 4000
	maxPixels     = 8_000_000
	maxIDLength   = 48
	maxSummary    = 240
	maxTitle      = 120
	minBank       = 6 // items of an outcome
	localMajor    = 512
	newestFormat  = 1
	minKinds      = 2 // of an outcome's items
	minModuleKind = 3
)

// The rules that are not in the table of rules.go: what a file must be before its
// content can be judged.
const (
	ruleFile      = "file"           // size, encoding, line length, unexpected
	ruleTOML      = "toml"           // cannot be read as TOML
	ruleKey       = "unknown-key"    // a key that the format does not have
	ruleValue     = "value"          // a value is missing or has not the right form
	ruleFormat    = "format"         // a newer format
	ruleFront     = "front-matter"   // between the +++ lines
	ruleMarkdown  = "markdown"       // Markdown that is not shown
	ruleHTML      = "html"           // raw HTML
	ruleLink      = "link"           // a link or web address
	rulePicture   = "picture"        // missing, too big, not PNG
	ruleSource    = "picture-source" // no SVG beside a PNG
	ruleAlt       = "alt"            // a picture without words
	ruleItem      = "item"           // an item's parts
	ruleOptions   = "options"        // how many options, how many right
	ruleWhy       = "why"            // rationale missing
	ruleStep      = "step"           // a step's form
	ruleDuplicate = "duplicate"      // an id used twice
	ruleUnknown   = "unknown"        // refers to nothing
	rulePortable  = "portable"       // national or local
	ruleVersion   = "version"        // of a local module
	ruleLimit     = "limit"          // too many
)
