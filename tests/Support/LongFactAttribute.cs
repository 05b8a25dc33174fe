namespace Artic.Tests.Support;

/// <summary>A fact that takes minutes; it runs with <c>./artic test --long</c>, which sets ARTIC_LONG.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    /// <summary>Looks at ARTIC_LONG.</summary>
    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("ARTIC_LONG") != "1")
        {
            Skip = "takes minutes: ./artic test --long";
        }
    }
}
