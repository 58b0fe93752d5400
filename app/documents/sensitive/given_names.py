"""First names that are common in Britain: what stands after one is taken for a surname.

Names that are also everyday words at the beginning of a sentence (Mark, Will, May, Grace, Hope …) count only with a
surname behind them.
"""

_ALSO_WORDS = """
    mark will may grace hope faith joy april june august rose art bill frank jack chase summer dawn
    eve ray rich drew guy sue pat carol penny iris ivy violet hazel poppy daisy lily ruby amber jade
    pearl robin jay miles dean earl duke prince king bishop page olive holly heather ginger sandy
    rusty buddy sonny tony sky lane reed clay cliff dale glen heath hunter mason parker taylor
    carter cooper bailey harper skye star trinity charity chance christian
"""
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
_GIVEN = """
    aaron abbie abdul abdullah abigail adam adele adrian ahmed aidan aisha alan albert alex
    alexander alexandra alfie alfred ali alice alicia alison alistair amanda amara amelia amina amir
    amy ana anastasia andrea andrew angela angus anita anna anne annie anthony antonia anya archie
    arjun arthur asha ashley asif aurora ava ayesha barbara barry beatrice ben benjamin bernard beth
    bethany betty beverley bilal bradley brandon brenda brian bridget bruce callum cameron carl
    carla caroline catherine cathy charles charlie charlotte chloe chris christina christine
    christopher claire clara clare clive colin connor conor courtney craig cynthia daniel danielle
    darren dave david deborah declan denise dennis derek devon diana diane dominic donald donna
    dorothy douglas duncan dylan ebony eddie edith edward eileen elaine eleanor elena elijah
    elizabeth ella ellen ellie elliot elsie emily emma eric erin esther ethan eva evan evelyn evie
    fatima felix finley finn fiona florence frances francesca francis freddie frederick freya
    gabriel gareth gary gavin gemma geoff geoffrey george georgia georgina gerald gerard gill
    gillian gordon graham greg gregory gurpreet gwen hamza hannah harold harriet harry harvey hasan
    hassan helen henry hilary hugh hugo humza hussain ian ibrahim imogen imran irene isaac isabel
    isabella isla ismail jacob jacqueline jake jamal james jamie jan jane janet janice jasmine jason
    javed jayden jean jeff jeffrey jennifer jenny jeremy jess jesse jessica jill jim joan joanna
    joanne jodie joe joel john jonathan jordan joseph josephine josh joshua joyce judith judy julia
    julian julie justin kai kamal kareem karen karim karl kate katherine kathleen kathryn katie kay
    kayla keith kelly ken kenneth kerry kevin khadija khalid kieran kim kimberley kirsty kyle lara
    laura lauren laurence layla leah lee leila leo leon leonard leroy lesley leslie lewis liam lily
    linda lisa logan lorraine louis louisa louise luca lucas lucy luke lydia lynn lynne madison
    mahmood maisie malcolm malik manjit marcus margaret maria mariam marie marilyn marion martha
    martin mary maryam matilda matt matthew maureen max megan melanie melissa mia michael michelle
    mike millie mohamed mohammad mohammed molly monica morgan muhammad muriel mustafa nadia nadine
    nancy naomi nasreen natalie natasha nathan neil nicholas nick nicola nicole nigel nina noah noel
    nora norman oliver olivia omar oscar osman owen paige pamela patricia patrick paul paula pauline
    peter phil philip phillip phoebe priya rachel rajesh ralph ravi raymond rebecca reece rhys
    richard rita rob robert roger ronald rory rosemary rosie ross roy rupert russell ruth ryan
    sabrina saira sally sam samantha samira samuel sana sandra sanjay sara sarah scarlett scott sean
    sebastian shane shannon sharon shaun sheila shirley sian sienna simon sofia sonia sophia sophie
    stacey stanley stella stephanie stephen steve steven stewart stuart sunil susan suzanne sylvia
    tahir tamara tanya tariq tasha ted teresa terence terry theo theresa thomas tiffany tim timothy
    tina toby tom tommy tracey tracy trevor tyler usman valerie vanessa vera veronica vicky victor
    victoria vincent vivian walter wayne wendy wesley william yasmin yusuf yvonne zac zach zachary
    zahra zain zara zoe kayleigh tia mya nia chelsea demi ellis harley jaden kian brooke paisley
    aaliyah mohammod ibraheem yusra zainab zaynab hana hanna aleksander aleksandra piotr pawel
    krzysztof katarzyna agnieszka magdalena ioana andrei mihai oluwaseun chidi ngozi kwame kofi ama
    adebayo funmi tunde rhiannon carys angharad gwyneth dafydd gethin iwan huw sioned
"""
GIVEN = frozenset(_GIVEN.split())
