namespace Artic.Hosting.Options;

/// <summary>
/// One strategy instance. Its number, strategy and instruments never change while a run lives; all else is where it begins, and
/// can be declared anew.
/// </summary>
public sealed class StrategyOptions
{
    /// <summary>Its number in all records, from 1.</summary>
    public int Id { get; set; }

    /// <summary>
    /// A strategy of the catalog, <c>onnx</c>, or <c>probe</c>: for measuring, an order at every quote that cannot fill.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>The instrument's number.</summary>
    public int Instrument { get; set; }

    /// <summary>The second instrument's number (pairs); 0: none.</summary>
    public int OtherInstrument { get; set; }

    /// <summary><c>off</c>: not loaded; <c>observe</c>: it thinks, and nothing acts on it; <c>active</c>.</summary>
    public string Mode { get; set; } = "active";

    /// <summary>Parameters of a strategy of the catalog by their names; the others are at their defaults.</summary>
    public Dictionary<string, double> Parameters { get; set; } = [];

    /// <summary>The bars that it lives on, one kind of the market's; absent: time bars of <c>market_data.bar_ms</c>.</summary>
    public BarOptions? Bars { get; set; }

    /// <summary>Quantity of one order. The position is a multiple of it.</summary>
    public string OrderQuantity { get; set; } = "";

    /// <summary>The position it wants at most, either way.</summary>
    public string MaxPosition { get; set; } = "";

    /// <summary>How much it holds for a whole signal; absent: the largest position.</summary>
    public SizingOptions? Sizing { get; set; }

    /// <summary>When its signals pass; absent: always.</summary>
    public FilterOptions? Filter { get; set; }

    /// <summary>Model (onnx, probe): a file, or <c>NAME@VERSION</c> or <c>NAME</c> of the registry, the latter for the promoted version
    /// and those that are promoted while the run lives. Where a run is started it becomes the copy in the run's folder.</summary>
    public string Model { get; set; } = "";

    /// <summary>A version that is promoted while the run lives takes the place of the model; filled in by whoever starts a run: it is so
    /// where the model is named without a version.</summary>
    public bool ModelFollowed { get; set; }

    /// <summary>Probability of a move above which it acts (onnx), 0 to 1.</summary>
    public double Threshold { get; set; } = 0.55;

    /// <summary>Its resting orders are cancelled after so long, in milliseconds.</summary>
    public int ExpireAfterMs { get; set; } = 2000;

    /// <summary>Least time between two of its intents, in milliseconds.</summary>
    public int CooldownMs { get; set; } = 100;
}
