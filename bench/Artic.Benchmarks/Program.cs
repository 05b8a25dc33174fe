using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Artic.Benchmarks.CodecBenchmarks).Assembly).Run(args);
