namespace CosSlice.Campaign.Plans;

/// <summary>What another machine uploads under the same key: another process with a journal of its own.</summary>
/// <param name="IsSameContent">Whether it has the same file.</param>
/// <param name="TwinAt">Where its content differs by one byte, as a share of the length; <see langword="null"/> where all of it differs.</param>
/// <param name="IsForced">Whether it overwrites.</param>
/// <param name="LeavesOpen">Whether it leaves its upload without the last step.</param>
/// <param name="IsOfBefore">Whether it has the file as it was at the beginning.</param>
internal sealed record RivalPlan(bool IsSameContent, double? TwinAt, bool IsForced, bool LeavesOpen, bool IsOfBefore = false);
