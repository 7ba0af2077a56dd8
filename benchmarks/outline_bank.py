"""Words for made-up health pages: conditions, headings by kind, items, sentences with decoys."""

CONDITIONS = (
    "stiff neck", "heel pain", "dry eyes", "tinnitus", "night sweats", "cold hands",
    "mouth ulcers", "restless legs", "chilblains", "hiccups", "wrist pain", "nosebleeds",
    "oily hair", "swollen ankles", "morning cough", "shoulder stiffness", "acid reflux",
    "eyelid twitching", "cracked lips", "ringworm", "knee swelling", "urinary stones",
    "gum bleeding", "motion sickness",
)  # fmt: skip

# Headings of chapters, by kind; {c} is the condition.
CHAPTERS = {
    "overview": (
        "What is {c}?", "What is {c}", "Overview of {c}", "Introduction to {c}",
        "Basic knowledge of {c}", "Definition",
    ),
    "causes": (
        "Causes of {c}", "What causes {c}?", "Why do people get {c}?", "Reasons for {c}",
        "What are the causes of {c}", "Common causes", "What factors lead to {c}?",
        "Why does {c} occur",
    ),
    "symptoms": (
        "Symptoms of {c}", "What are the symptoms of {c}?", "Signs of {c}",
        "How does {c} show itself? Typical symptoms", "Early symptoms", "Clinical manifestations",
    ),
    "treatment": (
        "How to treat {c}", "Treatment of {c}", "How to deal with {c}?", "How can {c} be relieved?",
        "Treatment methods", "What to do about {c}", "Home remedies for {c}",
    ),
    "prevention": (
        "How to prevent {c}", "Prevention of {c}", "Tips for preventing {c}",
        "How can {c} be prevented?", "Daily precautions", "Prevention",
    ),
    "diagnosis": (
        "How is {c} diagnosed?", "Diagnosis of {c}", "Which tests are needed for {c}?",
        "Examination and diagnosis",
    ),
    "diet": (
        "What to eat with {c}", "Diet for {c}", "Which foods help with {c}?", "Dietary advice",
    ),
    "complications": (
        "Complications of {c}", "What are the dangers of {c}?", "Possible complications",
        "What harm does {c} do?",
    ),
}  # fmt: skip

ITEMS = {
    "overview": (
        "Main forms", "Who is affected", "How common it is", "Course over time", "Acute form",
        "Chronic form", "Mild form", "Severe form",
    ),
    "causes": (
        "Calcium shortage", "Fatigue", "Cold air", "Lack of sleep", "Poor posture",
        "Hormone changes", "Bacterial infection", "Mental stress", "Too much coffee",
        "Family history", "Long hours of sitting", "Vitamin B12 deficiency", "Being overweight",
        "Tight shoes", "Side effects of tablets", "Old injuries", "Anaemia", "Smoking",
    ),
    "symptoms": (
        "Dull pain", "Swelling", "Numb fingers", "Itching at night", "Fever", "Loss of appetite",
        "Dizziness", "Red skin", "Stiffness after rest", "Tiredness", "A burning feeling",
        "Blurred sight",
    ),
    "treatment": (
        "Drug treatment", "Surgery", "Physiotherapy", "Warm compresses", "Massage", "Bed rest",
        "Acupuncture", "Painkillers", "Antibiotic ointment", "Stretching", "Local injection",
        "Laser treatment", "Cold packs", "Foot baths with warm water",
    ),
    "prevention": (
        "Keep warm", "Exercise regularly", "Wash your hands", "Get enough sleep",
        "Wear loose clothes", "Quit smoking", "Control your weight", "Take breaks at work",
        "Drink more water", "Have regular check-ups", "Relax", "Protect your skin from the sun",
    ),
    "diagnosis": (
        "Blood test", "X-ray", "Ultrasound", "Physical examination", "Urine test",
        "Medical history", "MRI scan", "Skin sample",
    ),
    "diet": (
        "Milk and yoghurt", "Dark green vegetables", "Oily fish", "Nuts", "Whole grains", "Eggs",
        "Citrus fruit", "Beans and lentils", "Less salt", "No alcohol",
    ),
    "complications": (
        "Infection", "Scarring", "Loss of strength", "Chronic pain", "Sleep problems",
        "Heart strain", "Kidney damage", "Low mood",
    ),
}  # fmt: skip

SENTENCES = (
    "When the body is short of it, the muscles around the joint tighten easily.",
    "Most people notice this in the evening, when the day's work is done.",
    "It is seen in about 3.5% of adults and in 1 of 12 children.",
    "Doctors usually wait for 2 to 3 weeks before they advise anything stronger.",
    "Drink at least 1.5 litres of water a day, more in summer.",
    "A study from 2019 followed 1,200 patients for 5 years.",
    "Take 10 mg 2 times a day, unless your doctor tells you otherwise.",
    "The skin there becomes dry and rough, and small cracks appear.",
    "Older people recover more slowly, so patience is needed.",
    "If the pain lasts longer than a week, go to the hospital for an examination.",
    "Blood flow is poor, and waste products stay in the tissue.",
    "This condition rarely needs an operation.",
    "Some patients also report headaches, poor sleep and a dry mouth.",
    "Many people ignore the first signs, which delays the recovery.",
    "The ratio of men to women is 2:1, and most are over 40.",
    "Between 8:30 and 10:00 in the evening the complaints are worst.",
    "Warm water of 38 to 40 degrees is pleasant and does no harm.",
    "In these cases the cause lies elsewhere and must be looked for.",
    "Experts advise against strong remedies at this stage.",
    "Women after the age of 45 are affected more often than men.",
    "The vessels narrow, and less oxygen reaches the cells.",
    "Regular habits help more than any single measure.",
    "On a scale from 0 to 10 most patients choose 4. The others choose 6.",
    "Half a cup, about 0.25 litres, is enough.",
    "It can be bought without a prescription, but it is not harmless.",
    "Children should not take it without advice.",
)

INTRODUCTIONS = (
    "Many people know {c} from their own experience. It is unpleasant, but it can be dealt with.",
    "Generally, {c} has several causes, and the right treatment depends on which one it is.",
    "In daily life {c} is common. Let us look at what is known about it today.",
    "Friends who suffer from {c} often ask what they can do. The following may help.",
)

TITLES = (
    "What to do about {c}? These tips are worth reading",
    "What are the causes and treatments of {c}",
    "All about {c}: what you should know",
    "How to get rid of {c}",
)

BARE_QUESTIONS = (
    "What should I do if it comes back?",
    "Is it contagious",
    "A word on children",
)
