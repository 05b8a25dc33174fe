namespace Artic.Indicators.Levels;

/// <summary>Calendar periods of pivot points, UTC.</summary>
public enum PivotPeriod
{
    /// <summary>From midnight.</summary>
    Day,

    /// <summary>From Monday.</summary>
    Week,

    /// <summary>From the first.</summary>
    Month,
}
