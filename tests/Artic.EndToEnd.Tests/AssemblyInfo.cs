// Every test has the machine's hot core to itself: one collection, one test at a time.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly, DisableTestParallelization = true)]
