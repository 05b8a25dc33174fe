namespace Artic.EndToEnd.Tests.Running;

/// <summary>A fact about a disk that refuses, which only root can make; skipped, and counted as such, for others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    /// <summary>Looks at the user and for chattr.</summary>
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "mounts a small disk: run the tests as root";
        }
        else if (Repository.OnPath("chattr") == null)
        {
            Skip = "no chattr on PATH (Debian: apt-get install e2fsprogs)";
        }
    }
}
