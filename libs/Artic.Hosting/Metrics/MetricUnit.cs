namespace Artic.Hosting.Metrics;

/// <summary>What a metric is counted in; with it goes how it is drawn.</summary>
public enum MetricUnit
{
    /// <summary>Pieces; of a counter the flow a second is of interest.</summary>
    Count,

    /// <summary>Pieces of a counter that should stay where it is: each single one is of interest.</summary>
    Events,

    /// <summary>1 or 0.</summary>
    Flag,

    /// <summary>One of a few numbers with a meaning.</summary>
    State,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Nanoseconds.</summary>
    Nanoseconds,

    /// <summary>Microseconds.</summary>
    Microseconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Seconds since 1970.</summary>
    UtcSeconds,

    /// <summary>Money of the quote asset.</summary>
    Usd,

    /// <summary>Price in the quote asset.</summary>
    Price,

    /// <summary>Quantity of the base asset.</summary>
    Quantity,
}
