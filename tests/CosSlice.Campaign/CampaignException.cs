namespace CosSlice.Campaign;

/// <summary>The campaign itself cannot go on: its tools do not do what they should.</summary>
internal sealed class CampaignException(string message) : Exception(message);
