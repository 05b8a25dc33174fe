using System.Text.Json;
using System.Text.Json.Serialization;
using Artic.Bench.Book;
using Artic.Bench.Crash;
using Artic.Bench.Hop;
using Artic.Bench.Kill;
using Artic.Bench.Market;
using Artic.Bench.Overhead;
using Artic.Bench.Risk;
using Artic.Bench.Signal;
using Artic.Bench.Soak;
using Artic.Bench.Tables;
using Artic.Bench.Yardsticks;

namespace Artic.Bench.Figures;

/// <summary>Names and types of what is written as JSON, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BookBenchReport))]
[JsonSerializable(typeof(ChainReport))]
[JsonSerializable(typeof(CrashReport))]
[JsonSerializable(typeof(HopPlan))]
[JsonSerializable(typeof(HopReport))]
[JsonSerializable(typeof(HopResult))]
[JsonSerializable(typeof(KillBenchReport))]
[JsonSerializable(typeof(MarketBenchReport))]
[JsonSerializable(typeof(OverheadReport))]
[JsonSerializable(typeof(RiskBenchReport))]
[JsonSerializable(typeof(SignalBenchReport))]
[JsonSerializable(typeof(SoakReport))]
[JsonSerializable(typeof(TablesBenchReport))]
[JsonSerializable(typeof(VenueStatus))]
[JsonSerializable(typeof(YardstickPlan))]
public sealed partial class BenchJson : JsonSerializerContext;
