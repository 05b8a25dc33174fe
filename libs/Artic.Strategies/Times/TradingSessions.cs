namespace Artic.Strategies.Times;

/// <summary>Sessions of the day, in UTC all year round: what moves with summer time is not followed.</summary>
[Flags]
public enum TradingSessions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>00:00 to 09:00 UTC: Tokyo's day.</summary>
    Asia = 1,

    /// <summary>07:00 to 16:00 UTC: London's day.</summary>
    Europe = 2,

    /// <summary>13:00 to 22:00 UTC: New York's day.</summary>
    America = 4,

    /// <summary>Any of the three; 22:00 to 24:00 UTC belongs to none.</summary>
    All = Asia | Europe | America,
}
